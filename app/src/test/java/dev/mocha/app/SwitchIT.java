package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.app.client.MochaClient;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The switch in a running system: both paths are real. */
@ExtendWith(InProcess.class)
class SwitchIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger MERCHANTS = new AtomicInteger();
  private static final LocalDate DAY = LocalDate.of(2018, 7, 26);
  private static final Duration SOON = Duration.ofSeconds(30);

  private final String merchant = "switched-" + MERCHANTS.incrementAndGet();
  private final Running mocha;
  private final JdbcClient reports;

  SwitchIT(Running mocha, ConfigurableApplicationContext context) {
    this.mocha = mocha;
    this.reports = JdbcClient.create(context.getBean("reportsDataSource", DataSource.class));
  }

  @BeforeEach
  void history() throws Exception {
    LiveOrders.register(mocha, List.of(merchant));
    mocha.importLines(PastOrders.of(List.of(merchant), DAY, 20));
    mocha.awaitReports(merchant);
  }

  @AfterEach
  void rollBack() {
    assertThat(mocha.run("switch", "rollback", "--reason", "the test is over")).isZero();
  }

  private JsonNode status() {
    return mocha.get("/api/v1/switch");
  }

  private JsonNode ask(LocalDate date) {
    return mocha.get("/api/v1/merchants/%s/order-report?date=%s".formatted(merchant, date));
  }

  private long statistic(ToLongFunction<JsonNode> figure) {
    return figure.applyAsLong(status().get("statistics"));
  }

  @Test
  void in_the_shadow_the_candidate_matches_the_primary_while_orders_come() throws Exception {
    assertThat(mocha.run("switch", "set", "shadow", "--reason", "try")).isZero();
    try (var orders = new LiveOrders(List.of(merchant), 9_000)) {
      orders.at(mocha);
      LocalDate today = LocalDate.now(ZoneOffset.UTC);
      Awaitility.await()
          .atMost(SOON.multipliedBy(2))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                ask(DAY);
                ask(today);
                return statistic(it -> it.get("matches").asLong()) >= 40;
              });
    }

    JsonNode statistics = status().get("statistics");
    assertThat(statistics.get("compared"))
        .as("%s", statistics)
        .isEqualTo(statistics.get("matches"));
    assertThat(statistics.get("candidate").get("failures").asLong()).isZero();
    assertThat(mocha.get("/api/v1/switch/mismatches").get("items").valueStream())
        .noneMatch(it -> it.get("merchantId").asText().equals(merchant));
  }

  @Test
  void a_report_is_the_same_on_either_path_and_in_every_mode() {
    JsonNode before = mocha.primaryReport(merchant, DAY);
    for (String[] mode :
        new String[][] {
          {"shadow"},
          {"ramp", "--share", "100"},
          {"ramp", "--always", merchant},
          {"candidate"},
          {"candidate-only"}
        }) {
      String[] command = new String[mode.length + 2];
      command[0] = "switch";
      command[1] = "set";
      System.arraycopy(mode, 0, command, 2, mode.length);
      assertThat(mocha.run(command)).isZero();

      assertThat(mocha.primaryReport(merchant, DAY)).as(mode[0]).isEqualTo(before);
      if (!mode[0].equals("shadow")) {
        Awaitility.await()
            .atMost(SOON)
            .until(() -> statistic(it -> it.get("candidate").get("requests").asLong()) > 0);
        assertThat(statistic(it -> it.get("fallbacks").asLong())).as(mode[0]).isZero();
      }
    }
    assertThat(statistic(it -> it.get("primary").get("requests").asLong())).isZero();
    assertThatThrownBy(
            () -> mocha.client().get("/api/v1/merchants/nobody/order-report?date=" + DAY))
        .isInstanceOfSatisfying(
            MochaClient.Failed.class, it -> assertThat(it.isNotFound()).isTrue());
  }

  /** Repairs the day afterwards as an operator would. */
  @Test
  void one_wrong_figure_rolls_back_by_itself_and_the_mismatch_has_both_values() {
    JsonNode right = mocha.primaryReport(merchant, DAY);
    mocha.run("switch", "set", "ramp", "--share", "100", "--automatic");
    Awaitility.await().atMost(SOON).until(() -> ask(DAY) != null);
    assertThat(
            reports
                .sql(
                    "UPDATE %s.days SET gross_sales = 5, checksum = checksum + 1 WHERE merchant_id = ? AND business_date = ?"
                        .formatted(mocha.liveGeneration()))
                .params(merchant, DAY)
                .update())
        .isEqualTo(1);

    Awaitility.await()
        .atMost(SOON)
        .until(
            () -> {
              ask(DAY);
              return status().get("setting").get("mode").asText().equals("shadow");
            });

    assertThat(mocha.primaryReport(merchant, DAY)).isEqualTo(right);
    JsonNode change = mocha.get("/api/v1/switch/changes?limit=1").get("items").get(0);
    assertThat(change.get("by").asText()).isEqualTo("the gate");
    assertThat(change.get("reason").asText()).startsWith("value mismatches: ");
    assertThat(status().get("setting").get("automatic").asBoolean()).isFalse();
    assertThat(mocha.run("switch", "mismatches", "--kind", "value")).isEqualTo(3);
    JsonNode mismatch = mocha.get("/api/v1/switch/mismatches?kind=value").get("items").get(0);
    assertThat(mismatch.get("merchantId").asText()).isEqualTo(merchant);
    assertThat(
            mismatch
                .get("fields")
                .valueStream()
                .filter(it -> it.get("field").asText().equals("summary.grossSales")))
        .singleElement()
        .isEqualTo(
            JSON.createObjectNode()
                .put("field", "summary.grossSales")
                .put("primary", right.get("summary").get("grossSales").asText())
                .put("candidate", "5"));
    assertThat(mocha.run("rebuild", "daily-report", "--merchant", merchant, "--date", DAY + ""))
        .isZero();
    assertThat(mocha.candidateReport(merchant, DAY)).isEqualTo(right);
  }
}
