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
 * One HTTP/1.1 connection that posts JSON and passes over the answers. It takes a tenth of the
 * processor time of a full client, which on a small machine would be taken from the server. One
 * that broke off is opened again by the next request.
 */
public final class HttpConnection implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;

  private final URI server;
  private final String prefix;
  private final String authorization;
  private Socket socket;
  private InputStream in;
  private boolean open = true;

  /**
   * @param token sent with every request
   */
  HttpConnection(URI server, String token) throws IOException {
    this.server = server;
    this.prefix = server.getPath().replaceAll("/+$", "");
    this.authorization = "Authorization: Bearer " + token;
    this.socket = connected();
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  private Socket connected() throws IOException {
    boolean secure = "https".equals(server.getScheme());
    int port = server.getPort() >= 0 ? server.getPort() : secure ? 443 : 80;
    Socket connected;
    if (secure) {
      var over = (SSLSocket) SSLSocketFactory.getDefault().createSocket(server.getHost(), port);
      SSLParameters parameters = over.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      over.setSSLParameters(parameters);
      connected = over;
    } else {
      connected = new Socket(server.getHost(), port);
    }
    connected.setTcpNoDelay(true);
    connected.setSoTimeout(PATIENCE_MILLIS);
    return connected;
  }

  /** Gets and returns the status when the whole answer is there. */
  public int get(String path) throws IOException {
    return get(path, "");
  }

  /**
   * The same with headers.
   *
   * @param headers lines, each with its end
   */
  public int get(String path, String headers) throws IOException {
    return send(
        "GET %s%s HTTP/1.1\r\nHost: %s\r\n%s\r\n%s\r\n"
            .formatted(prefix, path, server.getAuthority(), authorization, headers)
            .getBytes(StandardCharsets.US_ASCII));
  }

  /** Posts and returns the status when the whole answer is there. */
  public int post(String path, byte[] body) throws IOException {
    byte[] head =
        """
        POST %s%s HTTP/1.1\r
        Host: %s\r
        %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
            .formatted(prefix, path, server.getAuthority(), authorization, body.length)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return send(request);
  }

  private int send(byte[] request) throws IOException {
    if (!open) {
      socket.close();
      socket = connected();
      in = new BufferedInputStream(socket.getInputStream());
    }
    open = false;
    socket.getOutputStream().write(request);
    return answer();
  }

  private int answer() throws IOException {
    int status = Integer.parseInt(line().substring(9, 12));
    int length = 0;
    boolean chunked = false;
    boolean stays = true;
    for (String header = line(); !header.isEmpty(); header = line()) {
      switch (header.toLowerCase(Locale.ROOT)) {
        case String it when it.startsWith("content-length:") ->
            length = Integer.parseInt(it.substring(15).strip());
        case "transfer-encoding: chunked" -> chunked = true;
        case "connection: close" -> stays = false;
        case String _ -> {}
      }
    }
    if (chunked) {
      for (int chunk = chunkLength(); chunk > 0; chunk = chunkLength()) {
        in.skipNBytes(chunk + 2);
      }
      in.skipNBytes(2);
    } else {
      in.skipNBytes(length);
    }
    open = stays;
    return status;
  }

  private int chunkLength() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
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
