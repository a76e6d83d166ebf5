package dev.mocha.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that posts JSON and passes over the answers. It takes a tenth of the
 * processor time of a full client, which on a small machine would be taken from the server.
 */
final class HttpConnection implements AutoCloseable {

  private final URI server;
  private final String authorization;
  private Socket socket;
  private InputStream in;
  private boolean open = true;

  /**
   * @param token sent with every request
   */
  HttpConnection(URI server, String token) throws IOException {
    this.server = server;
    this.authorization = "Authorization: Bearer " + token;
    this.socket = new Socket(server.getHost(), server.getPort());
    this.in = prepare(socket);
  }

  private static InputStream prepare(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    return new BufferedInputStream(socket.getInputStream());
  }

  /** Gets and returns the status when the whole answer is there. */
  int get(String path) throws IOException {
    return get(path, "");
  }

  /**
   * The same with headers.
   *
   * @param headers lines, each with its end
   */
  int get(String path, String headers) throws IOException {
    return send(
        "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n%s\r\n"
            .formatted(path, authorization, headers)
            .getBytes(StandardCharsets.US_ASCII));
  }

  /** Posts and returns the status when the whole answer is there. */
  int post(String path, byte[] body) throws IOException {
    byte[] head =
        """
        POST %s HTTP/1.1\r
        Host: localhost\r
        %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
            .formatted(path, authorization, body.length)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return send(request);
  }

  private int send(byte[] request) throws IOException {
    if (!open) {
      socket.close();
      socket = new Socket(server.getHost(), server.getPort());
      in = prepare(socket);
      open = true;
    }
    socket.getOutputStream().write(request);
    return answer();
  }

  private int answer() throws IOException {
    int status = Integer.parseInt(line().substring(9, 12));
    int length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      switch (header.toLowerCase(Locale.ROOT)) {
        case String it when it.startsWith("content-length:") ->
            length = Integer.parseInt(it.substring(15).strip());
        case "transfer-encoding: chunked" -> chunked = true;
        case "connection: close" -> open = false;
        case String _ -> {}
      }
    }
    if (!chunked) {
      in.skipNBytes(length);
      return status;
    }
    for (int chunk = chunkLength(); chunk > 0; chunk = chunkLength()) {
      in.skipNBytes(chunk + 2);
    }
    in.skipNBytes(2);
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
