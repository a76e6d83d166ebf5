package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random requests to all addresses with tokens that are not enough, wrong merchants, methods and
 * bodies: nothing is let in, nothing breaks.
 */
@ExtendWith(InProcess.class)
@Tag("faults")
class RandomWalkIT {

  private static final int STEPS = 3_000;
  private static final String OWN = "random-own";

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW");

  private static final List<String> TYPES =
      List.of(
          "application/json", "application/x-ndjson", "application/cloudevents+json", "text/plain");

  private static final List<String> BODIES =
      List.of(
          "",
          "{}",
          "[]",
          "null",
          "{\"merchantId\":\"random-other\",\"date\":\"2018-07-26\"}",
          "{\"by\":\"me\",\"force\":true}",
          "\u0000",
          "[".repeat(5_000),
          "x".repeat(100_000));

  private static final List<String> VALUES =
      List.of(
          "random-other",
          OWN + "%2F..%2Frandom-other",
          OWN + ";a=b",
          "..",
          "%2e%2e",
          "%00",
          "'%20OR%201=1--",
          "1;DROP%20TABLE%20orders",
          "2018-07-26",
          "daily-report",
          "7",
          "%F0%9F%8D%9C",
          "x".repeat(3_000));

  private final Random random = new Random(20_181_126);

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  @Test
  void nothing_is_let_in_and_nothing_breaks(Running mocha) throws Exception {
    LiveOrders.register(mocha, List.of("random-other"));
    mocha.awaitReports("random-other");
    List<String> paths = paths(mocha);
    String good = TestIssuer.token();
    var tokens =
        List.of(
            "",
            "Bearer ",
            "Bearer nonsense",
            "Bearer " + good.substring(0, good.length() - 6) + "AAAAAA",
            "Bearer " + TestIssuer.merchants(OWN),
            "Basic bWU6bWU=");
    var odd = new ArrayList<String>();
    try (var client = HttpClient.newHttpClient()) {
      for (int step = 0; step < STEPS; step++) {
        String method = any(METHODS);
        String path = path(any(paths));
        HttpRequest.Builder request =
            HttpRequest.newBuilder(URI.create(mocha.address() + path))
                .method(method, BodyPublishers.ofString(any(BODIES)))
                .header("Content-Type", any(TYPES));
        String token = any(tokens);
        if (!token.isEmpty()) {
          request.header("Authorization", token);
        }
        var answer = client.send(request.build(), BodyHandlers.ofString());
        if ((answer.statusCode() < 400 && !isSentToSignIn(answer)) || answer.statusCode() >= 500) {
          odd.add(
              "%s %s with %s: %d %s"
                  .formatted(method, path, token, answer.statusCode(), answer.body()));
        }
        assertThat(answer.body()).doesNotContain("Exception", "dev.mocha", "SELECT");
      }
    }
    assertThat(odd).isEmpty();
  }

  /** What the page answers to whoever has not signed in. */
  private static boolean isSentToSignIn(HttpResponse<String> answer) {
    return answer.statusCode() == 302
        && answer.headers().firstValue("Location").orElse("").endsWith("/sign-in");
  }

  /** Addresses that everybody may read are left out, and with them what begins like them. */
  private static List<String> paths(Running mocha) {
    var paths = new ArrayList<String>();
    for (Map.Entry<String, JsonNode> path : mocha.get("/openapi").get("paths").properties()) {
      if (!path.getKey().startsWith("/api/v1/schemas")) {
        paths.add(path.getKey());
      }
    }
    paths.addAll(
        List.of(
            "/",
            "/reports",
            "/reports/file",
            "/reports/{anything}",
            "/sign-out",
            "/oauth2/authorization/mocha",
            "/login/oauth2/code/mocha",
            "/actuator/env",
            "/api/v1",
            "/error",
            "/api/v2/orders"));
    return paths;
  }

  private String path(String template) {
    var path = new StringBuilder();
    for (String part : template.split("(?=/)", -1)) {
      path.append(part.startsWith("/{") ? "/" + any(VALUES) : part);
    }
    return path + (random.nextBoolean() ? "?merchant=random-other&date=2018-07-26&q=%27" : "");
  }
}
