package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code mocha reconcile} against a running system. */
@ExtendWith(InProcess.class)
class ReconcileIT {

  private static final String ONE = "reconciled-1";
  private static final String TWO = "reconciled-2";
  private static final String BOTH = ONE + "," + TWO;
  private static final LocalDate DAY = LocalDate.of(2016, 3, 1);
  private static final String PATH = "/api/v1/reconciliations";

  private final Running mocha;
  private final JdbcClient reports;
  private final JdbcClient orders;

  ReconcileIT(Running mocha, ConfigurableApplicationContext context) {
    this.mocha = mocha;
    this.reports = JdbcClient.create(context.getBean("reportsDataSource", DataSource.class));
    this.orders = JdbcClient.create(context.getBean("ordersDataSource", DataSource.class));
  }

  @BeforeEach
  void history() throws Exception {
    LiveOrders.register(mocha, List.of(ONE, TWO));
    for (LocalDate day : List.of(DAY, DAY.plusDays(10))) {
      mocha.importLines(PastOrders.of(List.of(ONE, TWO), day, 24));
    }
    mocha.awaitReports(ONE);
  }

  private int reconcile(String... options) {
    return mocha.run(
        Stream.concat(
                Stream.of(
                    "reconcile",
                    "--from",
                    DAY.toString(),
                    "--to",
                    DAY.plusDays(10).toString(),
                    "--merchants",
                    BOTH,
                    "--reason",
                    "night"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private JsonNode last() {
    return mocha.get(PATH + "?limit=1").get("items").get(0);
  }

  private List<String> found() {
    return mocha
        .get(PATH + "/" + last().get("id").asText() + "/differences")
        .get("items")
        .valueStream()
        .map(
            it ->
                "%s %s %s"
                    .formatted(
                        it.get("merchantId").asText(),
                        it.get("date").asText(),
                        it.get("outcome").asText()))
        .toList();
  }

  private void damage(String sql) {
    assertThat(reports.sql(sql.formatted(mocha.liveGeneration())).update()).isPositive();
  }

  @Test
  void days_and_terms_that_differ_are_found_and_repaired() {
    assertThat(reconcile()).isZero();
    assertThat(last().get("stats").toString())
        .isEqualTo(
            "{\"merchants\":2,\"days\":4,\"orders\":48,\"unstable\":0,\"differing\":0,\"repaired\":0}");

    damage(
        """
        UPDATE %s.days SET gross_sales = gross_sales + 1
        WHERE merchant_id = 'reconciled-1' AND business_date = '2016-03-01'
        """);
    damage(
        """
        DELETE FROM %s.orders
        WHERE merchant_id = 'reconciled-2' AND business_date = '2016-03-11'
          AND order_id = (SELECT min(order_id) FROM %1$s.orders
                          WHERE merchant_id = 'reconciled-2' AND business_date = '2016-03-11')
        """);
    damage("UPDATE %s.merchant_terms SET name = 'Another' WHERE merchant_id = 'reconciled-2'");

    assertThat(reconcile()).isEqualTo(3);
    assertThat(found())
        .containsExactly(
            "reconciled-1 2016-03-01 found",
            "reconciled-2 null found",
            "reconciled-2 2016-03-11 found");
    assertThat(mocha.run("reconciliations", "differences", last().get("id").asText())).isEqualTo(3);

    assertThat(reconcile("--repair")).isZero();
    assertThat(found())
        .containsExactly(
            "reconciled-1 2016-03-01 repaired",
            "reconciled-2 null repaired",
            "reconciled-2 2016-03-11 repaired");
    assertThat(reconcile()).isZero();
  }

  @Test
  void the_report_keeps_its_rows_where_the_operational_tables_are_wrong() {
    String wrong = "UPDATE orders SET tax = tax %s WHERE order_id = ?";
    String order =
        orders
            .sql("SELECT min(order_id) FROM orders WHERE merchant_id = ?")
            .param(ONE)
            .query(String.class)
            .single();
    assertThat(orders.sql(wrong.formatted("+ 7")).param(order).update()).isEqualTo(1);
    try {
      assertThat(reconcile("--repair")).isEqualTo(3);
      assertThat(found()).containsExactly("reconciled-1 2016-03-01 not-repaired");
    } finally {
      orders.sql(wrong.formatted("- 7")).param(order).update();
    }
    assertThat(reconcile()).isZero();
  }

  @Test
  void a_run_can_be_cancelled() throws Exception {
    JsonNode begun =
        mocha
            .client()
            .post(
                PATH,
                Running.parse(
                    "{\"from\":\"2016-03-01\",\"to\":\"2016-03-11\",\"rate\":1,\"merchants\":[\"%s\",\"%s\"]}"
                        .formatted(ONE, TWO)));
    String path = PATH + "/" + begun.get("id").asText();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> mocha.get(path).at("/stats/merchants").asInt() == 1);
    assertThat(mocha.run("reconciliations", "cancel", begun.get("id").asText())).isZero();

    assertThat(reconcile()).isZero();
    assertThat(mocha.run("reconciliations")).isZero();
    assertThat(mocha.get(path).get("state").asText()).isEqualTo("cancelled");
    assertThat(mocha.get(path).at("/stats/merchants").asInt()).isEqualTo(1);
  }
}
