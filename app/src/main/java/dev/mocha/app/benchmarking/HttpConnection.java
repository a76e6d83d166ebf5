package dev.mocha.app.benchmarking;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP/1.1 connection that skips the bodies of responses. It takes an eighth of the processor
 * time of {@link java.net.http.HttpClient}; on a small machine that time would be taken from the
 * measured server. After a failure the next request opens a new connection.
 */
public final class HttpConnection implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 60_000;
  private static final byte[] NO_BODY = {};

  private final URI server;
  private final String prefix;
  private final String headers;
  private Socket socket;
  private InputStream in;
  private boolean isOpen = true;

  /**
   * @param token sent with every request
   */
  HttpConnection(URI server, String token) throws IOException {
    this.server = server;
    this.prefix = server.getPath().replaceAll("/+$", "");
    this.headers =
        "Host: %s\r\nAuthorization: Bearer %s\r\n".formatted(server.getAuthority(), token);
    this.socket = connect();
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  private Socket connect() throws IOException {
    int port = server.getPort() >= 0 ? server.getPort() : server.toURL().getDefaultPort();
    Socket connected;
    if ("https".equals(server.getScheme())) {
      var secure = (SSLSocket) SSLSocketFactory.getDefault().createSocket(server.getHost(), port);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      connected = secure;
    } else {
      connected = new Socket(server.getHost(), port);
    }
    connected.setTcpNoDelay(true);
    connected.setSoTimeout(TIMEOUT_MILLIS);
    return connected;
  }

  /** Sends a GET and returns the status when the whole response is here. */
  public int get(String path) throws IOException {
    return get(path, "");
  }

  /**
   * Sends a GET with more headers.
   *
   * @param more lines, each with its end
   */
  public int get(String path, String more) throws IOException {
    return send("GET", path, more, NO_BODY);
  }

  /** Posts JSON and returns the status when the whole response is here. */
  public int post(String path, byte[] json) throws IOException {
    return send(
        "POST",
        path,
        "Content-Type: application/json\r\nContent-Length: %d\r\n".formatted(json.length),
        json);
  }

  private int send(String method, String path, String more, byte[] body) throws IOException {
    if (!isOpen) {
      socket.close();
      socket = connect();
      in = new BufferedInputStream(socket.getInputStream());
    }
    isOpen = false;
    byte[] head =
        "%s %s%s HTTP/1.1\r\n%s%s\r\n"
            .formatted(method, prefix, path, headers, more)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    socket.getOutputStream().write(request);
    return readResponse();
  }

  private int readResponse() throws IOException {
    int status = Integer.parseInt(readLine().substring(9, 12));
    int length = 0;
    boolean isChunked = false;
    boolean staysOpen = true;
    for (String header = readLine(); !header.isEmpty(); header = readLine()) {
      switch (header.toLowerCase(Locale.ROOT)) {
        case String it when it.startsWith("content-length:") ->
            length = Integer.parseInt(it.substring(15).strip());
        case "transfer-encoding: chunked" -> isChunked = true;
        case "connection: close" -> staysOpen = false;
        case String _ -> {}
      }
    }
    if (isChunked) {
      for (int chunk = readChunkLength(); chunk > 0; chunk = readChunkLength()) {
        in.skipNBytes(chunk + 2);
      }
      in.skipNBytes(2);
    } else {
      in.skipNBytes(length);
    }
    isOpen = staysOpen;
    return status;
  }

  private int readChunkLength() throws IOException {
    return Integer.parseInt(readLine(), 16);
  }

  private String readLine() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
