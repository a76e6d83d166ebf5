package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.client.MochaClient;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rebuilds beside the live generation, while orders come and reports are read. */
@ExtendWith(InProcess.class)
class RebuildIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROJECTION = "/api/v1/projections/daily-report";
  private static final AtomicInteger MERCHANTS = new AtomicInteger();
  private static final LocalDate DAY = LocalDate.of(2018, 7, 26);
  private static final Duration REBUILT = Duration.ofMinutes(2);

  private final String merchant = "rebuilt-" + MERCHANTS.incrementAndGet();
  private final Running mocha;
  private final JdbcClient reports;

  RebuildIT(Running mocha, ConfigurableApplicationContext context) {
    this.mocha = mocha;
    this.reports = JdbcClient.create(context.getBean("reportsDataSource", DataSource.class));
  }

  @BeforeEach
  void history() throws Exception {
    LiveOrders.register(mocha, List.of(merchant));
    var lines = new ArrayList<JsonNode>();
    for (int number = 0; number < 40; number++) {
      lines.add(delivered(orderId(number), DAY.plusDays(number % 3), number));
    }
    mocha.importLines(lines);
    mocha.awaitReports(merchant);
  }

  /** The next test begins with one generation. */
  @AfterEach
  void retireOthers() throws Exception {
    for (JsonNode it : generations()) {
      if (List.of("READY", "PREVIOUS").contains(it.get("state").asText())) {
        change("retire", it.get("id").asText());
      }
    }
  }

  private String orderId(int number) {
    return merchant + "-" + number;
  }

  private ObjectNode delivered(String orderId, LocalDate date, int number) {
    ObjectNode order =
        JSON.createObjectNode()
            .put("orderId", orderId)
            .put("orderNumber", "R-" + number)
            .put("merchantId", merchant)
            .put("customerId", "c-1")
            .put("paymentMethod", number % 2 == 0 ? "GOPAY" : "CASH")
            .put("placedAt", date + "T05:%02d:00Z".formatted(number))
            .put("deliveredAt", date + "T06:%02d:00Z".formatted(number))
            .put("discount", 0)
            .put("deliveryFee", 0)
            .put("tax", 0)
            .put("note", "as ordered");
    order
        .putArray("lines")
        .addObject()
        .put("sku", "s")
        .put("name", "Soto")
        .put("quantity", 1 + number % 3)
        .put("unitPrice", 10_000 + number);
    return order;
  }

  @Test
  void a_rebuilt_generation_equals_the_live_one() throws Exception {
    JsonNode rebuilt = rebuild(Map.of());

    assertThat(rebuilt.get("state").asText()).as("%s", rebuilt).isEqualTo("READY");
    assertThat(rebuilt.get("differingDays").asLong()).as("%s", rebuilt).isZero();
    Awaitility.await()
        .atMost(REBUILT)
        .untilAsserted(
            () ->
                assertThat(generation(rebuilt.get("id").asText()).get("checksum"))
                    .isEqualTo(generation(live()).get("checksum")));
  }

  /** Compares one merchant: other tests write events to the log that are in no event store. */
  @Test
  void orders_of_the_main_service_are_rebuilt_from_the_event_store() throws Exception {
    String rebuilt = rebuild(Map.of("from", "event-store")).get("id").asText();

    assertThat(generation(rebuilt).get("state").asText()).isEqualTo("READY");
    for (String table : List.of("orders", "days", "merchant_terms")) {
      List<Map<String, Object>> rows = rows(rebuilt, table);
      assertThat(rows).as(table).isNotEmpty().isEqualTo(rows(live(), table));
    }
  }

  private List<Map<String, Object>> rows(String generation, String table) {
    return reports
        .sql(
            """
            SELECT (to_jsonb(row) - '{seal_due,ends_at}'::text[])::text FROM %s.%s AS row
            WHERE merchant_id = ? ORDER BY 1
            """
                .formatted(generation, table))
        .param(merchant)
        .query()
        .listOfRows();
  }

  @Test
  void promotions_and_rollbacks_never_mix_two_generations_in_one_answer() throws Exception {
    String before = live();
    String after = rebuild(Map.of()).get("id").asText();
    label(before);
    label(after);

    var answers = new ConcurrentLinkedQueue<String>();
    var failures = new ConcurrentLinkedQueue<Throwable>();
    var reading = new AtomicBoolean(true);
    var readers = new ArrayList<Thread>();
    for (int reader = 0; reader < 4; reader++) {
      readers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (reading.get()) {
                      try {
                        answers.add(
                            String.join(" and ", labels(mocha.candidateReport(merchant, DAY))));
                      } catch (RuntimeException | AssertionError failed) {
                        failures.add(failed);
                      }
                    }
                  }));
    }
    change("promote", Map.of("generation", after, "force", true, "reason", "labelled"));
    awaitAnswers(answers);
    assertThat(live()).isEqualTo(after);
    change("rollback", Map.of("force", true));
    awaitAnswers(answers);
    assertThat(live()).isEqualTo(before);
    change("promote", Map.of("generation", after, "force", true));
    awaitAnswers(answers);
    reading.set(false);
    for (Thread reader : readers) {
      reader.join();
    }

    assertThat(failures).isEmpty();
    assertThat(new TreeSet<>(answers)).containsExactlyInAnyOrder(before, after);
    assertThat(
            reports
                .sql(
                    "SELECT action, requested_by, reason, detail FROM generation_actions"
                        + " WHERE generation = ? AND action = 'promote' ORDER BY id LIMIT 1")
                .param(after)
                .query()
                .singleRow()
                .get("detail"))
        .asString()
        .startsWith("in place of " + before + "; forced; ")
        .contains("days differ: " + merchant);
    change("rollback", Map.of("force", true));
    unlabel(before);
  }

  /** Writes the name of the generation into all tables from which an answer is composed. */
  private void label(String generation) {
    reports
        .sql("UPDATE %s.orders SET note = ? WHERE merchant_id = ?".formatted(generation))
        .params(generation, merchant)
        .update();
    reports
        .sql("UPDATE %s.merchant_terms SET name = ? WHERE merchant_id = ?".formatted(generation))
        .params(generation, merchant)
        .update();
  }

  private void unlabel(String generation) {
    reports
        .sql("UPDATE %s.orders SET note = 'as ordered' WHERE merchant_id = ?".formatted(generation))
        .param(merchant)
        .update();
    reports
        .sql("UPDATE %s.merchant_terms SET name = ? WHERE merchant_id = ?".formatted(generation))
        .params("Warung " + merchant, merchant)
        .update();
  }

  private static Set<String> labels(JsonNode report) {
    var labels = new TreeSet<String>();
    labels.add(report.get("merchantName").asText());
    report.get("orders").get("items").forEach(it -> labels.add(it.get("note").asText()));
    return labels;
  }

  private static void awaitAnswers(ConcurrentLinkedQueue<String> answers) {
    int more = answers.size() + 40;
    Awaitility.await().atMost(REBUILT).until(() -> answers.size() >= more);
  }

  @Test
  void a_damaged_row_is_found_by_merchant_and_day_and_repaired_while_orders_come()
      throws Exception {
    JsonNode right = mocha.candidateReport(merchant, DAY);
    try (var orders = new LiveOrders(List.of(merchant), 7_000)) {
      orders.at(mocha);
      reports
          .sql("UPDATE %s.orders SET tax = 5 WHERE order_id = ?".formatted(live()))
          .param(orderId(0))
          .update();
      reports
          .sql(
              "UPDATE %s.days SET gross_sales = 1 WHERE merchant_id = ? AND business_date = ?"
                  .formatted(live()))
          .params(merchant, DAY.plusDays(1))
          .update();

      JsonNode found = mocha.get(PROJECTION + "/rebuilds/" + live() + "/differences");
      assertThat(days(found)).containsExactly(merchant + " 2018-07-26", merchant + " 2018-07-27");
      assertThat(fields(found.get("items").get(0))).contains("checksum", "totals.taxes");
      assertThat(fields(found.get("items").get(1))).containsExactly("totals.grossSales");

      JsonNode repaired =
          client()
              .post(
                  PROJECTION + "/rebuilds",
                  body(Map.of("merchantId", merchant, "date", "2018-07-25", "to", "2018-07-30")));
      assertThat(days(repaired))
          .containsExactly(merchant + " 2018-07-26", merchant + " 2018-07-27");
      assertThat(fields(repaired.get("items").get(0)))
          .containsExactly("orders." + orderId(0) + ".order.placed.tax");
      assertThat(
              mocha
                  .get(PROJECTION + "/rebuilds/" + live() + "/differences")
                  .get("differingDays")
                  .asLong())
          .isZero();
      assertThat(mocha.candidateReport(merchant, DAY)).isEqualTo(right);
    }
  }

  @Test
  void a_generation_that_differs_is_promoted_by_force_only() throws Exception {
    String before = live();
    reports
        .sql("UPDATE %s.orders SET tax = 5 WHERE order_id = ?".formatted(before))
        .param(orderId(1))
        .update();
    JsonNode rebuilt = rebuild(Map.of("promote", true));
    assertThat(rebuilt.get("state").asText()).isEqualTo("READY");
    assertThat(rebuilt.get("differingDays").asLong()).isEqualTo(1);
    assertThat(live()).isEqualTo(before);
    assertThatThrownBy(() -> change("promote", Map.of()))
        .isInstanceOf(MochaClient.Failed.class)
        .hasMessageContaining("answers 409: 1 day differed");

    change("promote", Map.of("force", true));
    assertThat(live()).isEqualTo(rebuilt.get("id").asText());
  }

  @Test
  void one_rebuild_runs_at_a_time_and_can_be_cancelled() throws Exception {
    JsonNode begun = client().post(PROJECTION + "/rebuilds", body(Map.of("rate", 1)));
    String id = begun.get("id").asText();
    assertThatThrownBy(() -> client().post(PROJECTION + "/rebuilds", body(Map.of())))
        .hasMessageContaining("answers 409: " + id + " is being built");
    Awaitility.await().until(() -> generation(id).get("total").asLong() > 0);

    change("cancel", Map.of());
    assertThat(generation(id).get("state").asText()).isEqualTo("CANCELLED");
    Awaitility.await()
        .atMost(REBUILT)
        .until(
            () ->
                reports
                    .sql("SELECT to_regnamespace(?) IS NULL")
                    .param(id)
                    .query(Boolean.class)
                    .single());
    assertThatThrownBy(() -> change("cancel", Map.of())).hasMessageContaining("answers 409");
  }

  @Test
  void invalid_requests_are_rejected_with_the_reason() {
    for (Map.Entry<Map<String, Object>, String> it :
        Map.<Map<String, Object>, String>of(
                Map.of("from", "memory"), "400: from must be log or event-store",
                Map.of("rate", -1), "400: rate must be greater than or equal to 0",
                Map.of("merchantId", merchant), "400: date is required with merchantId",
                Map.of("date", "2018-07-26"), "400: merchantId is required",
                Map.of("merchantId", merchant, "date", "2018-07-01", "to", "2018-09-01"),
                    "400: to must be at most 61 days after date")
            .entrySet()) {
      assertThatThrownBy(() -> client().post(PROJECTION + "/rebuilds", body(it.getKey())))
          .hasMessageContaining("answers " + it.getValue());
    }
    for (String path : List.of("/api/v1/projections/other", PROJECTION + "/rebuilds/report_g0")) {
      assertThatThrownBy(() -> client().get(path)).hasMessageContaining("answers 404");
    }
    assertThatThrownBy(() -> change("retire", live())).hasMessageContaining("answers 409");
  }

  private MochaClient client() {
    return mocha.client();
  }

  private JsonNode rebuild(Map<String, Object> asked) throws Exception {
    String id = client().post(PROJECTION + "/rebuilds", body(asked)).get("id").asText();
    Awaitility.await()
        .atMost(REBUILT)
        .until(() -> !isRebuilding(mocha.get(PROJECTION + "/rebuilds/" + id)));
    return mocha.get(PROJECTION + "/rebuilds/" + id);
  }

  private static boolean isRebuilding(JsonNode generation) {
    return List.of("BUILDING", "CATCHING_UP").contains(generation.get("state").asText());
  }

  private void change(String action, String generation) throws Exception {
    change(action, Map.of("generation", generation));
  }

  private void change(String action, Map<String, Object> fields) throws Exception {
    client().post(PROJECTION + "/" + action, body(fields));
  }

  private static JsonNode body(Map<String, Object> asked) {
    return JSON.valueToTree(asked);
  }

  private String live() {
    return mocha.liveGeneration();
  }

  private JsonNode generations() {
    return mocha.get(PROJECTION).get("generations");
  }

  private JsonNode generation(String id) {
    return generations()
        .valueStream()
        .filter(it -> it.get("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> days(JsonNode differences) {
    return differences
        .get("items")
        .valueStream()
        .map(it -> it.get("merchantId").asText() + " " + it.get("date").asText())
        .toList();
  }

  private static List<String> fields(JsonNode day) {
    return day.get("fields").valueStream().map(it -> it.get("field").asText()).toList();
  }
}
