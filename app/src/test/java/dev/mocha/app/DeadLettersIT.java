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

/** One broken record in the middle of an order's life, and what operators do about it. */
@ExtendWith(InProcess.class)
class DeadLettersIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MERCHANT = "dl-1";
  private static final String OTHER = "dl-2";

  @Test
  void a_broken_record_holds_up_its_order_until_it_is_settled_and_nothing_else(
      Running mocha, ConfigurableApplicationContext context) throws Exception {
    LiveOrders.register(mocha, List.of(MERCHANT, OTHER));
    place(mocha, "dl-held", MERCHANT);
    mocha.awaitReports(OTHER);
    try (var log = new RawLog(context)) {
      log.send(
          MERCHANT.getBytes(UTF_8),
          "{broken".getBytes(UTF_8),
          RawLog.headers("order-accepted", "dl-held", 1));
    }
    step(mocha, "dl-held", "accept");
    step(mocha, "dl-held", "ready");
    place(mocha, "dl-free", MERCHANT);
    step(mocha, "dl-free", "accept");
    mocha.awaitReports(OTHER);

    assertThat(statuses(mocha)).containsExactly("dl-held PLACED", "dl-free ACCEPTED");
    List<JsonNode> letters = letters(mocha);
    assertThat(letters).extracting(it -> it.get("sequence").asText()).containsOnly("dl-held");
    assertThat(letters)
        .extracting(it -> it.get("waits").asBoolean())
        .containsExactly(false, true, true);
    assertThat(letters.getFirst().get("reason").asText())
        .startsWith("the data of order-accepted: ");
    assertThat(completeTo(mocha, MERCHANT)).isBefore(completeTo(mocha, OTHER));

    String broken = letters.getFirst().get("id").asText();
    assertThat(mocha.run("dead-letters", "list")).isZero();
    assertThat(mocha.run("dead-letters", "show", broken)).isZero();
    assertThat(mocha.run("dead-letters", "retry", broken, "--reason", "perhaps")).isEqualTo(3);
    assertThat(mocha.run("dead-letters", "discard", broken, "--dry-run", "--reason", "try"))
        .isZero();
    assertThat(letters(mocha)).hasSize(3);
    assertThat(mocha.run("dead-letters", "discard", broken, "--reason", "never sent")).isZero();

    assertThat(letters(mocha)).isEmpty();
    mocha.awaitReports(MERCHANT);
    assertThat(statuses(mocha)).containsExactly("dl-held READY", "dl-free ACCEPTED");
    step(mocha, "dl-held", "pick-up");
    mocha.awaitReports(MERCHANT);
    assertThat(statuses(mocha)).containsExactly("dl-held PICKED_UP", "dl-free ACCEPTED");
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
          .newReport(MERCHANT, today.minusDays(back))
          .get("orders")
          .get("items")
          .forEach(it -> orders.add(it.get("orderId").asText() + " " + it.get("status").asText()));
    }
    return orders;
  }

  private static List<JsonNode> letters(Running mocha) {
    var letters = new ArrayList<JsonNode>();
    mocha
        .get("/api/v1/dead-letters?limit=1000&stream=" + mocha.liveGeneration())
        .get("items")
        .forEach(letters::add);
    letters.removeIf(it -> !it.get("key").get("text").asText().equals(MERCHANT));
    return letters;
  }

  private static Instant completeTo(Running mocha, String merchant) {
    return Instant.parse(
        mocha
            .get("/api/v1/merchants/" + merchant + "/reports/daily/2018-07-26?orders=none")
            .get("completeTo")
            .asText());
  }
}
