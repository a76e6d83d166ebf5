package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.AnOrder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.VisibleMerchants;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.postgres.AnOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What the database lets the readers of reports see, whatever they ask for. */
class NamedMerchantsTest {

  private static final MerchantId OWN = AnOrder.MERCHANT;
  private static final MerchantId OTHER = new MerchantId("m-2");
  private static final LocalDate DAY = LocalDate.of(2018, 7, 26);

  @AutoClose private final ReportedOrders orders = new ReportedOrders();
  @AutoClose private final HikariDataSource readers = orders.readers();
  private final JdbcClient jdbc = JdbcClient.create(readers);
  private final LiveDailyReports live =
      new LiveDailyReports(
          readers,
          snapshot(),
          new LiveGeneration(JdbcClient.create(readers), DailyReportProjection.VERSION));

  private TransactionTemplate snapshot() {
    var snapshot = new TransactionTemplate(new JdbcTransactionManager(readers));
    snapshot.setReadOnly(true);
    snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    return snapshot;
  }

  @BeforeEach
  void happen() {
    for (MerchantId merchant : List.of(OWN, OTHER)) {
      orders.agree(
          new MerchantRegistered(
              merchant,
              Instant.EPOCH,
              new MerchantTerms(
                  "Warung",
                  ZoneId.of("Asia/Jakarta"),
                  LocalTime.MIDNIGHT,
                  Currency.getInstance("IDR"),
                  0)),
          0);
    }
    orders.happen(order("o-1"), order("o-2").of(OTHER));
  }

  private static <T> T as(VisibleMerchants visible, Supplier<T> reading) {
    return ScopedValue.where(VisibleMerchants.CURRENT, visible).call(reading::get);
  }

  private static VisibleMerchants some(MerchantId... merchants) {
    return new VisibleMerchants.Some(Set.of(merchants));
  }

  private Optional<Long> ordersOf(MerchantId merchant) {
    return live.find(merchant, DAY, OrderQuery.first(10))
        .map(DailyReport::orders)
        .map(it -> (long) it.items().size());
  }

  @Test
  void a_caller_sees_only_its_own_merchants_in_every_query() {
    assertThat(as(some(OWN), () -> ordersOf(OWN))).contains(1L);
    assertThat(as(some(OWN), () -> ordersOf(OTHER))).isEmpty();
    assertThat(as(some(OWN), () -> live.orders(OTHER, DAY, OrderQuery.first(1)))).isEmpty();
    assertThat(as(some(OWN), () -> live.orders(OWN, DAY, OrderQuery.first(1)))).isPresent();
    assertThat(as(some(OWN), () -> live.summaries(OTHER, DAY, DAY))).isEmpty();
    assertThat(as(some(OWN), () -> live.summaries(OWN, DAY, DAY))).isPresent();
    assertThat(as(some(OWN), () -> live.wholeDay(OTHER, DAY, _ -> _ -> {}))).isFalse();
    var read = new ArrayList<String>();
    assertThat(
            as(
                some(OWN),
                () -> live.wholeDay(OWN, DAY, _ -> it -> read.add(it.placed().orderId().value()))))
        .isTrue();
    assertThat(read).containsExactly("o-1");
  }

  @Test
  void a_caller_sees_sealed_days_of_its_own_merchants_only() {
    orders.happen(order("o-1").delivered(1), order("o-2").of(OTHER).delivered(1));
    orders.readTo(0, Instant.parse("2018-07-27T00:00:00Z"));
    orders.seals().seal(10, _ -> new byte[] {1});

    assertThat(as(some(OWN), () -> live.sealed(OWN, DAY))).isPresent();
    assertThat(as(some(OWN), () -> live.sealed(OTHER, DAY))).isEmpty();
    assertThat(as(new VisibleMerchants.All(), () -> live.sealed(OTHER, DAY))).isPresent();
    assertThat(live.sealed(OWN, DAY)).isEmpty();
    assertThat(jdbc.sql("SELECT document FROM report_g1.sealed_days").query().listOfRows())
        .isEmpty();
  }

  @Test
  void without_a_binding_nothing_is_visible_and_all_shows_everything() {
    assertThat(as(new VisibleMerchants.All(), () -> ordersOf(OTHER))).contains(1L);
    assertThat(as(some(OWN, OTHER), () -> ordersOf(OTHER))).contains(1L);
    assertThat(as(some(), () -> ordersOf(OWN))).isEmpty();
    assertThat(ordersOf(OWN)).isEmpty();
  }

  @Test
  void the_setting_of_one_caller_does_not_reach_the_next() {
    orders.happen(order("o-2").of(OTHER).delivered(1).refunded(2, 5));
    as(new VisibleMerchants.All(), () -> ordersOf(OTHER));

    assertThat(ordersOf(OTHER)).isEmpty();
    assertThat(jdbc.sql("SELECT order_id FROM report_g1.orders").query(String.class).list())
        .isEmpty();
    assertThat(jdbc.sql("SELECT order_id FROM report_g1.refunds").query(String.class).list())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT record_value FROM dead_letters",
        "SELECT * FROM generations",
        "SELECT * FROM report_g1.orders_2018_07",
        "SELECT * FROM report_g1.days_2018_07",
        "SELECT * FROM report_g1.sealed_days_2018_07",
        "SELECT * FROM flyway_schema_history",
        "UPDATE report_g1.days SET taxes = 0",
        "DELETE FROM report_g1.orders",
        "INSERT INTO live_generations VALUES ('daily-report', 3, 'report_g2')",
        "CREATE TABLE report_g1.mine (a int)",
        "CREATE TABLE mine (a int)",
        "ALTER TABLE report_g1.orders DISABLE ROW LEVEL SECURITY"
      })
  void readers_can_do_nothing_else(String sql) {
    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> jdbc.sql(sql).query().listOfRows())
        .withStackTraceContaining("ERROR: ")
        .havingRootCause()
        .withMessageMatching("(?s).*(permission denied|must be owner).*");
  }
}
