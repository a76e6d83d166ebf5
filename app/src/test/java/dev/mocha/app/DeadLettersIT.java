package dev.mocha.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;

/** An invalid record among the events of an order. */
@ExtendWith(InProcess.class)
class DeadLettersIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MERCHANT = "dl-1";
  private static final String OTHER = "dl-2";

  @Test
  void an_invalid_record_blocks_only_its_order_until_it_is_discarded(
      Running mocha, ConfigurableApplicationContext context) throws Exception {
    LiveOrders.register(mocha, List.of(MERCHANT, OTHER));
    place(mocha, "dl-blocked", MERCHANT);
    mocha.awaitReports(OTHER);
    try (var log = new RawLog(context)) {
      log.send(
          MERCHANT.getBytes(UTF_8),
          "{broken".getBytes(UTF_8),
          RawLog.headers("order-accepted", "dl-blocked", 1));
    }
    step(mocha, "dl-blocked", "accept");
    step(mocha, "dl-blocked", "ready");
    place(mocha, "dl-free", MERCHANT);
    step(mocha, "dl-free", "accept");
    mocha.awaitReports(OTHER);

    assertThat(statuses(mocha)).containsExactly("dl-blocked PLACED", "dl-free ACCEPTED");
    List<JsonNode> deadLetters = deadLetters(mocha);
    assertThat(deadLetters)
        .extracting(it -> it.get("sequence").asText())
        .containsOnly("dl-blocked");
    assertThat(deadLetters)
        .extracting(it -> it.get("waits").asBoolean())
        .containsExactly(false, true, true);
    assertThat(deadLetters.getFirst().get("reason").asText())
        .startsWith("the data of order-accepted: ");
    assertThat(completeTo(mocha, MERCHANT)).isBefore(completeTo(mocha, OTHER));

    String broken = deadLetters.getFirst().get("id").asText();
    assertThat(mocha.run("dead-letters", "list")).isZero();
    assertThat(mocha.run("dead-letters", "show", broken)).isZero();
    assertThat(mocha.run("dead-letters", "retry", broken, "--reason", "perhaps")).isEqualTo(3);
    assertThat(mocha.run("dead-letters", "discard", broken, "--dry-run", "--reason", "try"))
        .isZero();
    assertThat(deadLetters(mocha)).hasSize(3);
    assertThat(mocha.run("dead-letters", "discard", broken, "--reason", "never sent")).isZero();

    assertThat(deadLetters(mocha)).isEmpty();
    mocha.awaitReports(MERCHANT);
    assertThat(statuses(mocha)).containsExactly("dl-blocked READY", "dl-free ACCEPTED");
    step(mocha, "dl-blocked", "pick-up");
    mocha.awaitReports(MERCHANT);
    assertThat(statuses(mocha)).containsExactly("dl-blocked PICKED_UP", "dl-free ACCEPTED");
  }

  private static void place(Running mocha, String orderId, String merchant) throws Exception {
    mocha
        .client()
        .post(
            "/api/v1/orders",
            JSON.readTree(
                """
                {"orderId":"%s","merchantId":"%s","customerId":"c-1","paymentMethod":"CASH",
                 "lines":[{"sku":"ng","name":"Nasi Goreng","quantity":1,"unitPrice":100}],
                 "discount":0,"deliveryFee":0,"tax":0}
                """
                    .formatted(orderId, merchant)));
  }

  private static void step(Running mocha, String orderId, String step) throws Exception {
    mocha.client().post("/api/v1/orders/" + orderId + "/" + step, JSON.createObjectNode());
  }

  private static List<String> statuses(Running mocha) {
    var today = java.time.LocalDate.now(java.time.ZoneId.of("Asia/Jakarta"));
    var orders = new ArrayList<String>();
    for (int back = 1; back >= 0; back--) {
      mocha
          .candidateReport(MERCHANT, today.minusDays(back))
          .get("orders")
          .get("items")
          .forEach(it -> orders.add(it.get("orderId").asText() + " " + it.get("status").asText()));
    }
    return orders;
  }

  private static List<JsonNode> deadLetters(Running mocha) {
    var deadLetters = new ArrayList<JsonNode>();
    mocha
        .get("/api/v1/dead-letters?limit=1000&stream=" + mocha.liveGeneration())
        .get("items")
        .forEach(deadLetters::add);
    deadLetters.removeIf(it -> !it.get("key").get("text").asText().equals(MERCHANT));
    return deadLetters;
  }

  private static Instant completeTo(Running mocha, String merchant) {
    return Instant.parse(
        mocha
            .get("/api/v1/merchants/" + merchant + "/reports/daily/2018-07-26?orders=none")
            .get("completeTo")
            .asText());
  }
}
