package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whoever sends the examples of the OpenAPI document, one after the other, sees what they promise.
 */
@ExtendWith(InProcess.class)
class ApiExamplesIT {

  private static final String ORDER = "/api/v1/orders/{orderId}";

  /** What has to be there before the next can be asked for. */
  private static final List<String> STORY =
      List.of(
          "post /api/v1/merchants",
          "put /api/v1/merchants/{merchantId}",
          "post /api/v1/orders",
          "post " + ORDER + "/accept",
          "post " + ORDER + "/ready",
          "post " + ORDER + "/pick-up",
          "post " + ORDER + "/deliver",
          "post " + ORDER + "/refund",
          "post " + ORDER + "/reject",
          "post " + ORDER + "/cancel",
          "post /api/v1/import");

  /** Whose operations anybody may try; the others run the system. */
  private static final Set<String> TAGS =
      Set.of("Merchants", "Orders", "Reports", "Main service", "Log");

  /** Parameters that say nothing without an answer before, or choose another answer. */
  private static final Set<String> LEFT_OUT =
      Set.of("cursor", "orders", "format", "Idempotency-Key");

  @Test
  void each_is_answered(Running mocha) throws Exception {
    JsonNode paths = mocha.get("/openapi").get("paths");
    for (String step : STORY) {
      String[] words = step.split(" ", -1);
      JsonNode operation = paths.get(words[1]).get(words[0]);
      if (words[1].endsWith("/reject") || words[1].endsWith("/cancel")) {
        place(mocha, paths, operation.at("/parameters/0/example").asText());
      }
      assertThat(send(mocha, words[0], words[1], operation).statusCode())
          .as(step)
          .isBetween(200, 201);
    }
    mocha.awaitReports("warung-sari");
    var tried = new ArrayList<String>();
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      JsonNode operation = path.getValue().path("get");
      if (TAGS.contains(operation.at("/tags/0").asText())) {
        HttpResponse<String> answer = send(mocha, "get", path.getKey(), operation);
        assertThat(answer.statusCode()).as(answer.uri() + ": " + answer.body()).isEqualTo(200);
        tried.add(path.getKey());
      }
    }
    assertThat(tried).hasSize(11);
    assertThat(
            mocha
                .get("/api/v1/merchants/warung-sari/reports/daily/2018-07-26")
                .at("/summary/items"))
        .hasToString("2");
  }

  private static void place(Running mocha, JsonNode paths, String orderId) throws Exception {
    JsonNode order =
        Running.parse(
            body(paths.get("/api/v1/orders").get("post")).replace("\"ws-1\"", '"' + orderId + '"'));
    mocha.client().post("/api/v1/orders", order);
  }

  private static HttpResponse<String> send(
      Running mocha, String method, String template, JsonNode operation) throws Exception {
    String path = template;
    var query = new ArrayList<String>();
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.get("name").asText();
      if (LEFT_OUT.contains(name)) {
        continue;
      }
      assertThat(parameter.has("example")).as(template + " " + name).isTrue();
      JsonNode example = parameter.get("example");
      String value =
          URLEncoder.encode(
              (example.isArray() ? example.get(0) : example).asText(), StandardCharsets.UTF_8);
      if (parameter.get("in").asText().equals("path")) {
        path = path.replace("{" + name + "}", value);
      } else {
        query.add(name + "=" + value);
      }
    }
    String body = operation.has("requestBody") ? body(operation) : "";
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create(
                      mocha.address()
                          + path
                          + (query.isEmpty() ? "" : "?" + String.join("&", query))))
              .header("Authorization", "Bearer " + TestIssuer.token())
              .header(
                  "Content-Type",
                  operation.at("/requestBody/content").fieldNames().hasNext()
                      ? operation.at("/requestBody/content").fieldNames().next()
                      : "application/json")
              .method(method.toUpperCase(Locale.ROOT), BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static String body(JsonNode operation) {
    JsonNode content = operation.at("/requestBody/content").elements().next();
    JsonNode example = content.get("example");
    return example.isTextual() ? example.asText() : example.toString();
  }
}
