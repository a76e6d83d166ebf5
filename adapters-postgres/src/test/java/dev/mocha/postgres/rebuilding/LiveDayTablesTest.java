package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.AnOrder.order;
import static dev.mocha.postgres.rebuilding.Rebuilding.PARTITION;
import static dev.mocha.postgres.rebuilding.Rebuilding.sequenced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.DayTables.MerchantChange;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.application.rebuilding.Verification.DayDifference;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.application.streaming.StreamOffsets.Advance;
import dev.mocha.domain.ordering.MerchantEvent.MerchantChanged;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.postgres.AnOrder;
import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.reporting.ReportTables;
import dev.mocha.postgres.streaming.StreamOffsetsTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveDayTablesTest {

  private static final String LIVE = TestDatabase.GENERATION;
  private static final LocalDate DAY = LocalDate.of(2018, 7, 26);
  private static final MerchantId NEIGHBOUR = new MerchantId("m-2");

  private static final AnOrder FIRST_DAY = order("o-1").accepted(1);
  private static final AnOrder SECOND_DAY =
      order("o-2").at("2018-07-27T05:00:00Z").rejected(1, null);
  private static final AnOrder THIRD_DAY = order("o-3").at("2018-07-28T05:00:00Z");
  private static final AnOrder NEIGHBOURS = order("o-4").of(NEIGHBOUR);

  private static final Instant NOW = Instant.parse("2018-07-01T00:00:00Z");
  private static final MerchantTerms TERMS = terms("Warung");
  private static final MerchantTerms RENAMED = terms("Warung Baru");

  /** The first two days. */
  private static final Days DAYS = new Days(AnOrder.MERCHANT, DAY, DAY.plusDays(1));

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();

  private final LiveDayTables tables =
      new LiveDayTables(database.dataSource(), database.transaction());
  private final StreamRows rows = new StreamRows(database);
  private final StreamOffsetsTable positions =
      new StreamOffsetsTable(database.jdbc(), database.transaction(), LIVE);

  private static MerchantTerms terms(String name) {
    return new MerchantTerms(
        name, ZoneId.of("Asia/Jakarta"), LocalTime.MIDNIGHT, Currency.getInstance("IDR"), 0);
  }

  @BeforeEach
  void live() {
    Rebuilding.project(database, LIVE, FIRST_DAY, SECOND_DAY, THIRD_DAY, NEIGHBOURS);
    positions.of(List.of(PARTITION));
    advance(0, 42, () -> {});
  }

  private void advance(long from, long to, Runnable work) {
    positions.advance(List.of(new Advance(PARTITION, from, to, null, List.of())), work);
  }

  private static List<OrderRow> ordersOf(AnOrder... orders) {
    return Stream.of(orders).map(it -> new OrderRow(it.order(), sequenced(it).size() - 1)).toList();
  }

  private DayDifferences replace(AnOrder... orders) {
    return tables.replaceDays(LIVE, DAYS, PARTITION, (_, _) -> ordersOf(orders));
  }

  /** Damages something. */
  private void change(String sql) {
    assertThat(database.jdbc().sql(sql).update()).isPositive();
  }

  /** Everything in the generation, with the transaction that wrote it last. */
  private List<String> written(String condition) {
    return database
        .jdbc()
        .sql(
            """
            SELECT o.xmin || ' ' || o::text FROM report_g1.orders AS o WHERE %1$s
            UNION ALL SELECT r.xmin || ' ' || r::text FROM report_g1.refunds AS r WHERE %1$s
            UNION ALL SELECT d.xmin || ' ' || d::text FROM report_g1.days AS d WHERE %1$s
            """
                .formatted(condition))
        .query(String.class)
        .list();
  }

  private List<String> everything() {
    return written("true").stream().map(it -> it.substring(it.indexOf(' '))).sorted().toList();
  }

  /** Every day is sealed as it is. */
  private void seal() {
    database
        .jdbc()
        .sql(
            """
            INSERT INTO report_g1.sealed_days
            SELECT merchant_id, business_date, now(), checksum, NULL, NULL, 0, now(), now(), 0, ''::bytea
            FROM report_g1.days
            ON CONFLICT DO NOTHING
            """)
        .update();
    database.jdbc().sql("UPDATE report_g1.days SET seal_due = false, ends_at = now()").update();
  }

  private List<String> merchants(String table) {
    return database
        .jdbc()
        .sql("SELECT DISTINCT merchant_id FROM report_g1." + table)
        .query(String.class)
        .list();
  }

  /** Under the same checksum, perhaps. */
  @Test
  void days_that_were_sealed_from_damaged_rows_are_sealed_again() {
    change("UPDATE report_g1.days SET taxes = 7 WHERE merchant_id = 'm-1'");
    seal();

    replace(FIRST_DAY, SECOND_DAY);

    assertThat(merchants("sealed_days")).containsExactly("m-2");
    assertThat(merchants("days WHERE seal_due")).containsExactly("m-1");
    assertThat(merchants("days WHERE merchant_id = 'm-1' AND NOT seal_due")).isEmpty();

    seal();
    tables.replaceTerms(LIVE, AnOrder.MERCHANT, List.of());
    assertThat(merchants("sealed_days")).containsExactly("m-2");
    assertThat(merchants("days WHERE seal_due")).containsExactly("m-1");
  }

  @Test
  void damaged_days_are_repaired_and_others_are_not_touched() {
    String others = "merchant_id = 'm-2' OR business_date = '2018-07-28'";
    List<String> sound = everything();
    List<String> untouched = written(others);
    change(
        "UPDATE report_g1.days SET taxes = 7 WHERE business_date = '2018-07-26'"
            + " AND merchant_id = 'm-1'");
    change("UPDATE report_g1.orders SET note = 'by hand' WHERE order_id = 'o-2'");

    DayDifferences repaired = replace(FIRST_DAY, SECOND_DAY);

    assertThat(repaired)
        .isEqualTo(
            new DayDifferences(
                2,
                List.of(
                    differs(DAY, new FieldDifference("totals.taxes", "7", "0")),
                    differs(
                        DAY.plusDays(1),
                        new FieldDifference("orders.o-2.order.placed.note", "by hand", null)))));
    assertThat(everything()).isEqualTo(sound);
    assertThat(written(others)).isEqualTo(untouched);
  }

  private static DayDifference differs(LocalDate date, FieldDifference... fields) {
    return DayDifference.of("report_g1 before and after", AnOrder.MERCHANT, date, List.of(fields));
  }

  @Test
  void misplaced_refunds_are_repaired() {
    AnOrder refunded =
        order("o-5").at("2018-07-27T06:00:00Z").delivered(1).refunded(2, 5).refunded(3, 6);
    Rebuilding.project(database, LIVE, refunded);
    List<String> sound = everything();
    var misplaced =
        new FieldDifference("refundsByTime", "as in the table of refunds", "as in the orders");
    for (String damage :
        List.of(
            "UPDATE report_g1.refunds SET amount = 4 WHERE number = 1",
            "DELETE FROM report_g1.refunds WHERE number = 2",
            "INSERT INTO report_g1.refunds VALUES ('m-1', now(), 'o-6', 1, '2018-07-27', 3)")) {
      change(damage);

      assertThat(replace(FIRST_DAY, SECOND_DAY, refunded))
          .isEqualTo(new DayDifferences(1, List.of(differs(DAY.plusDays(1), misplaced))));
      assertThat(everything()).isEqualTo(sound);
    }
  }

  @Test
  void undamaged_days_are_not_written() {
    List<String> before = written("true");

    assertThat(replace(FIRST_DAY, SECOND_DAY)).isEqualTo(DayDifferences.NONE);

    assertThat(written("true")).isEqualTo(before);
  }

  @Test
  void a_missing_day_is_written_and_a_day_without_orders_is_deleted() {
    List<String> sound = everything();
    change("DELETE FROM report_g1.orders WHERE order_id = 'o-1'");
    change("DELETE FROM report_g1.days WHERE business_date = '2018-07-26' AND merchant_id = 'm-1'");
    assertThat(replace(FIRST_DAY, SECOND_DAY).total()).isEqualTo(1);
    assertThat(everything()).isEqualTo(sound);

    change("DELETE FROM report_g1.orders WHERE order_id = 'o-2'");
    assertThat(replace(FIRST_DAY).total()).isEqualTo(1);
    assertThat(written("business_date = '2018-07-27'")).isEmpty();
  }

  @Test
  void an_order_that_is_not_in_the_partition_is_not_lost() {
    List<String> before = written("true");

    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> replace(FIRST_DAY))
        .withMessage(
            "the merchant's partition has no order o-2 in these days; if the order is in a wrong"
                + " day, include its right day; otherwise rebuild the whole projection");

    assertThat(written("true")).isEqualTo(before);
  }

  @Test
  void an_order_in_a_wrong_day_is_moved_when_both_days_are_chosen() {
    List<String> sound = everything();
    change(
        "UPDATE report_g1.orders SET business_date = '2018-07-27' WHERE order_id = 'o-1'"
            + " AND merchant_id = 'm-1'");

    assertThat(replace(FIRST_DAY, SECOND_DAY).total()).isEqualTo(2);

    assertThat(everything()).isEqualTo(sound);
  }

  @Test
  void terms_of_a_merchant_are_repaired() {
    var changes =
        List.of(
            new MerchantChange(new MerchantRegistered(AnOrder.MERCHANT, NOW, TERMS), 0),
            new MerchantChange(new MerchantChanged(AnOrder.MERCHANT, NOW, RENAMED), 1));
    Supplier<DayDifferences> replaced = () -> tables.replaceTerms(LIVE, AnOrder.MERCHANT, changes);
    assertThat(replaced.get().total()).isEqualTo(1);
    List<String> sound = terms();
    assertThat(replaced.get()).isEqualTo(DayDifferences.NONE);

    change("UPDATE report_g1.merchant_terms SET time_zone = 'nowhere' WHERE sequence = 1");
    change("DELETE FROM report_g1.merchant_terms WHERE sequence = 0");
    List<FieldDifference> fields = replaced.get().first().getFirst().fields();

    assertThat(terms()).isEqualTo(sound);
    assertThat(fields)
        .contains(
            new FieldDifference("terms.0.name", null, "Warung"),
            new FieldDifference("terms.1.time_zone", "nowhere", "Asia/Jakarta"))
        .hasSize(9);
  }

  private List<String> terms() {
    return database
        .jdbc()
        .sql("SELECT t::text FROM report_g1.merchant_terms AS t ORDER BY sequence")
        .query(String.class)
        .list();
  }

  @Test
  void the_stream_is_blocked_until_the_days_are_replaced_and_resumes_with_them() {
    AnOrder next = order("o-1").accepted(1).ready(2);
    var projection = new DailyReportProjection(new ReportTables(database.dataSource(), LIVE));
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var stream = new AtomicReference<CompletableFuture<Void>>();
    change("UPDATE report_g1.days SET taxes = 7 WHERE business_date = '2018-07-26'");

    tables.replaceDays(
        LIVE,
        DAYS,
        PARTITION,
        (position, _) -> {
          assertThat(position).isEqualTo(42);
          stream.set(
              CompletableFuture.runAsync(
                  () -> advance(42, 43, () -> projection.project(sequenced(next))), threads));
          database.awaitWaiting(1);
          return ordersOf(FIRST_DAY, SECOND_DAY);
        });
    Objects.requireNonNull(stream.get()).join();

    assertThat(replace(next, SECOND_DAY)).isEqualTo(DayDifferences.NONE);
  }

  @Test
  void parked_offsets_are_read_before_and_under_the_lock() {
    rows.park(LIVE, 7);
    rows.park("another stream", 8);
    rows.discard(LIVE, 9, LogCount.of(PARTITION, Instant.EPOCH, "e-9"));

    assertThat(tables.parkedOffsets(LIVE, PARTITION)).isEqualTo(Set.of(7L, 9L));
    tables.replaceDays(
        LIVE,
        DAYS,
        PARTITION,
        (_, parkedOffsets) -> {
          assertThat(parkedOffsets).isEqualTo(Set.of(7L, 9L));
          return ordersOf(FIRST_DAY, SECOND_DAY);
        });
  }
}
