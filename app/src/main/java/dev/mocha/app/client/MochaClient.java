package dev.mocha.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls the HTTP API of a running system. */
public final class MochaClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final String base;
  private final @Nullable String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A request that failed, with the problem's detail. */
  public static final class Failed extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    Failed(String message, int status) {
      super(message);
      this.status = status;
    }

    public boolean isTemporary() {
      return status == 503;
    }

    public boolean isNotFound() {
      return status == 404;
    }
  }

  /**
   * @param base the address, with a gateway's path prefix if there is one
   * @param token sent as a bearer token; none when null
   */
  public MochaClient(URI base, @Nullable String token) {
    this.base = base.toString().replaceAll("/+$", "");
    this.token = token;
  }

  public JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder().GET(), path);
  }

  /**
   * The paths of all pages of a report, whose orders are paged.
   *
   * @param first the path of the first page, with a query
   */
  public List<String> pages(String first) throws IOException, InterruptedException {
    var pages = new ArrayList<String>();
    for (String page = first; page != null; ) {
      pages.add(page);
      JsonNode next = get(page).get("orders").get("next");
      page = next.isNull() ? null : first + "&cursor=" + next.textValue();
    }
    return pages;
  }

  public JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
    return post(path, "application/json", BodyPublishers.ofString(body.toString()));
  }

  public JsonNode importLines(String lines) throws IOException, InterruptedException {
    return post("/api/v1/import", "application/x-ndjson", BodyPublishers.ofString(lines));
  }

  private JsonNode post(String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder().POST(body).header("Content-Type", type), path);
  }

  /** Downloads a resource of any size. Fails if the response is truncated. */
  public void download(String path, OutputStream to) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        exchange(HttpRequest.newBuilder().GET(), path, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() >= 300) {
        throw failed(path, response.statusCode(), body.readAllBytes());
      }
      body.transferTo(to);
    }
  }

  private JsonNode send(HttpRequest.Builder request, String path)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response = exchange(request, path, BodyHandlers.ofByteArray());
    if (response.statusCode() >= 300) {
      throw failed(path, response.statusCode(), response.body());
    }
    return JSON.readTree(response.body());
  }

  private <T> HttpResponse<T> exchange(
      HttpRequest.Builder request, String path, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(request.uri(URI.create(base + path)).timeout(TIMEOUT).build(), handler);
    } catch (ConnectException unreachable) {
      throw new Failed(
          "no system answers at %s; start one with ./mocha serve, or give --url".formatted(base),
          0);
    } catch (HttpTimeoutException late) {
      throw new Failed("%s did not respond within %d s".formatted(base, TIMEOUT.toSeconds()), 0);
    }
  }

  private Failed failed(String path, int status, byte[] body) {
    String detail =
        status == 401
            ? (token == null ? "there is no token" : "the token is not valid")
                + "; give one with --token or MOCHA_TOKEN, or the folder of embedded servers with"
                + " --data"
            : detail(body);
    return new Failed("%s answers %d: %s".formatted(path, status, detail), status);
  }

  private static String detail(byte[] body) {
    try {
      JsonNode problem = JSON.readTree(body);
      return problem.path("detail").asText(problem.path("title").asText(""));
    } catch (IOException notJson) {
      return "";
    }
  }
}
