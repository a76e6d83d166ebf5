package dev.mocha.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Days that are over, as clients see them before, while and after they are sealed. */
@ExtendWith(InProcess.class)
class SealedDaysIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger MERCHANTS = new AtomicInteger();
  private static final LocalDate DAY = LocalDate.of(2018, 7, 26);
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String SEALED = "\"[\\w-]{22}-\\d+(-gzip)?\"";
  private static final String MOMENT = "\"completeTo\":\"[^\"]*\"";

  private final String merchant = "sealed-" + MERCHANTS.incrementAndGet();
  private final Running mocha;
  @AutoClose private final HttpClient http = HttpClient.newHttpClient();

  SealedDaysIT(Running mocha) {
    this.mocha = mocha;
  }

  @BeforeEach
  void history() throws Exception {
    LiveOrders.register(mocha, List.of(merchant));
    var lines = new ArrayList<JsonNode>();
    for (LocalDate date : List.of(DAY, DAY.minusDays(1), DAY.minusDays(7))) {
      for (int number = 0; number < 120; number++) {
        lines.add(delivered(date, number));
      }
    }
    mocha.importLines(lines);
    mocha.awaitReports(merchant);
  }

  private String orderId(LocalDate date, int number) {
    return "%s-%s-%d".formatted(merchant, date, number);
  }

  private JsonNode delivered(LocalDate date, int number) {
    ObjectNode order =
        JSON.createObjectNode()
            .put("orderId", orderId(date, number))
            .put("merchantId", merchant)
            .put("customerId", "c-1")
            .put("paymentMethod", "GOPAY")
            .put("placedAt", "%sT05:%02d:00Z".formatted(date, number % 60))
            .put("deliveredAt", "%sT06:%02d:00Z".formatted(date, number % 60))
            .put("discount", 0)
            .put("deliveryFee", 0)
            .put("tax", 0);
    order
        .putArray("lines")
        .addObject()
        .put("sku", "s")
        .put("name", "Soto Betawi 🍲")
        .put("quantity", 1)
        .put("unitPrice", 10_000 + number);
    return order;
  }

  /** A limit in the address is what a first view has anyway, and is never answered from a seal. */
  private HttpResponse<byte[]> ask(LocalDate date, String query, String... headers) {
    try {
      var request =
          HttpRequest.newBuilder(
                  mocha
                      .address()
                      .resolve(
                          "/api/v1/merchants/%s/reports/daily/%s%s"
                              .formatted(merchant, date, query)))
              .header("Authorization", "Bearer " + TestIssuer.token());
      return http.send(
          (headers.length == 0 ? request : request.headers(headers)).build(),
          BodyHandlers.ofByteArray());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  private static String body(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }

  /** What the rows say at this moment. */
  private String unsealed(LocalDate date) {
    return body(ask(date, "?limit=100")).replaceAll(MOMENT, "");
  }

  private void assertAnswersAreRight() {
    for (LocalDate date : List.of(DAY, DAY.minusDays(1), DAY.minusDays(7))) {
      assertThat(body(ask(date, "")).replaceAll(MOMENT, ""))
          .isEqualTo(unsealed(date))
          .contains("\"final\":true", "Soto Betawi");
    }
  }

  private boolean isSealed(LocalDate date) {
    return header(ask(date, ""), "ETag").matches(SEALED);
  }

  private void awaitSealed() {
    Awaitility.await()
        .atMost(SOON)
        .until(() -> isSealed(DAY) && isSealed(DAY.minusDays(1)) && isSealed(DAY.minusDays(7)));
  }

  @Test
  void a_final_day_is_sealed_soon_and_the_seal_answers_the_same() throws IOException {
    assertAnswersAreRight();
    awaitSealed();
    assertAnswersAreRight();

    HttpResponse<byte[]> plain = ask(DAY, "");
    HttpResponse<byte[]> compressed = ask(DAY, "", "Accept-Encoding", "gzip");
    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(compressed, "Content-Length"))
        .isEqualTo(String.valueOf(compressed.body().length));
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertThat(new String(gzip.readAllBytes(), UTF_8).replaceAll(MOMENT, ""))
          .isEqualTo(body(plain).replaceAll(MOMENT, ""));
    }
    for (HttpResponse<byte[]> answer : List.of(plain, compressed)) {
      assertThat(header(answer, "ETag")).matches(SEALED);
      assertThat(header(answer, "Cache-Control")).isEqualTo("max-age=60, private, immutable");
      assertThat(answer.headers().allValues("Vary")).contains("Accept-Encoding");
    }
    assertThat(ask(DAY, "", "If-None-Match", header(plain, "ETag")).statusCode()).isEqualTo(304);
    assertThat(ask(DAY, "?limit=100", "If-None-Match", header(plain, "ETag")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_late_refund_shows_at_once_and_the_day_is_sealed_again() throws Exception {
    awaitSealed();
    String tag = header(ask(DAY, ""), "ETag");
    String before = unsealed(DAY);

    for (LocalDate date : List.of(DAY.minusDays(7), DAY.minusDays(1), DAY)) {
      mocha
          .client()
          .post(
              "/api/v1/orders/" + orderId(date, 3) + "/refund",
              JSON.createObjectNode().put("amount", 700).put("reason", "COLD"));
      mocha.awaitReports(merchant);
      assertAnswersAreRight();
    }

    assertThat(unsealed(DAY)).isNotEqualTo(before);
    assertThat(ask(DAY, "", "If-None-Match", tag).statusCode()).isEqualTo(200);
    awaitSealed();
    assertAnswersAreRight();
  }

  @Test
  void days_are_sealed_in_the_live_generation() throws Exception {
    awaitSealed();
    String tag = header(ask(DAY, ""), "ETag").replaceFirst("-\\d+\"$", "");

    assertThat(mocha.run("rebuild", "daily-report", "--promote", "--reason", "seals")).isZero();
    assertAnswersAreRight();
    awaitSealed();
    assertAnswersAreRight();
    assertThat(header(ask(DAY, ""), "ETag")).startsWith(tag);

    assertThat(mocha.run("rollback", "daily-report")).isZero();
    awaitSealed();
    assertAnswersAreRight();
    assertThat(mocha.run("generations", "retire")).isZero();
  }
}
