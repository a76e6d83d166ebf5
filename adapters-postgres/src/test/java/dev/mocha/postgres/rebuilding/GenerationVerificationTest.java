package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.AnOrder.order;
import static dev.mocha.postgres.rebuilding.Rebuilding.FROM_LOG;
import static dev.mocha.postgres.rebuilding.Rebuilding.OPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Verification.DayDifference;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.postgres.AnOrder;
import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.reporting.ReportTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class GenerationVerificationTest {

  private static final int VERSION = DailyReportProjection.VERSION;
  private static final String ONE = TestDatabase.GENERATION;
  private static final String OTHER = "report_g2";
  private static final String BOTH = "report_g1 and report_g2";
  private static final MerchantId MERCHANT = AnOrder.MERCHANT;
  private static final LocalDate DAY = LocalDate.of(2018, 7, 26);

  private static final AnOrder DELIVERED =
      order("o-1").accepted(1).ready(61_000).pickedUp(61_001).delivered(61_002);
  private static final AnOrder NEXT_DAY = order("o-2").at("2018-07-27T05:00:00Z");

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();

  private final GenerationRegistry generations = Rebuilding.generations(database);
  private final GenerationVerification comparison =
      new GenerationVerification(database.dataSource(), database.snapshot(), 2);

  @BeforeEach
  void same() {
    begin(VERSION);
    for (String generation : List.of(ONE, OTHER)) {
      Rebuilding.project(database, generation, DELIVERED, NEXT_DAY);
      terms(generation, "Warung Sari");
    }
  }

  private void begin(int version) {
    generations.begin(version, FROM_LOG, OPS);
    Rebuilding.create(database, OTHER);
  }

  private void terms(String generation, String name) {
    new ReportTables(database.dataSource(), generation)
        .write(
            new MerchantRegistered(
                MERCHANT,
                Instant.parse("2018-07-01T00:00:00Z"),
                new MerchantTerms(
                    name,
                    AnOrder.TERMS.timeZone(),
                    AnOrder.TERMS.dayCutoff(),
                    AnOrder.TERMS.currency(),
                    AnOrder.TERMS.commissionBps())),
            0);
  }

  private DayDifferences between() {
    return comparison.between(generation(ONE), generation(OTHER));
  }

  private Generation generation(String name) {
    return generations.find(name).orElseThrow();
  }

  private void change(String sql) {
    assertThat(database.jdbc().sql(sql).update()).isEqualTo(1);
  }

  private static DayDifference differs(String what, LocalDate date, FieldDifference... fields) {
    return DayDifference.of(what, MERCHANT, date, List.of(fields));
  }

  @Test
  void equal_generations_do_not_differ() {
    assertThat(between()).isEqualTo(DayDifferences.NONE);
    assertThat(comparison.within(generation(ONE))).isEqualTo(DayDifferences.NONE);
  }

  @Test
  void figures_that_differ_are_listed_by_merchant_day_and_field() {
    change("UPDATE report_g2.days SET refunds = 5 WHERE business_date = '2018-07-26'");
    change(
        """
        UPDATE report_g2.days
        SET breakdown = jsonb_set(breakdown, '{byPaymentMethod,GOPAY,orders}', '3')
        WHERE business_date = '2018-07-27'
        """);

    assertThat(between())
        .isEqualTo(
            new DayDifferences(
                2,
                List.of(
                    differs(BOTH, DAY, new FieldDifference("totals.refunds", "0", "5")),
                    differs(
                        BOTH,
                        DAY.plusDays(1),
                        new FieldDifference("breakdown.byPaymentMethod.GOPAY.orders", "1", "3")))));
  }

  @Test
  void orders_that_differ_are_listed_with_the_figures_that_follow() {
    Rebuilding.project(
        database,
        OTHER,
        order("o-1")
            .accepted(1)
            .ready(61_000)
            .pickedUp(61_001)
            .delivered(61_002)
            .refunded(61_003, 400));

    DayDifferences found = between();

    assertThat(found.total()).isEqualTo(1);
    assertThat(found.first().getFirst().fields())
        .filteredOn(it -> !it.field().equals("checksum"))
        .containsExactly(
            new FieldDifference("orders.o-1.order.refunds[0].amount", null, "400"),
            new FieldDifference(
                "orders.o-1.order.refunds[0].at", null, "2018-07-26T05:13:34.126456Z"),
            new FieldDifference("orders.o-1.sequence", "4", "5"),
            new FieldDifference("totals.refunds", "0", "400"));
    assertThat(found.first().getFirst().fields())
        .extracting(FieldDifference::field)
        .contains("checksum");
  }

  @Test
  void a_day_that_one_side_lacks_is_listed() {
    Rebuilding.project(database, OTHER, order("o-3").at("2018-07-28T05:00:00Z"));
    Rebuilding.project(database, ONE, order("o-4").at("2018-07-29T05:00:00Z"));

    DayDifferences found = between();

    assertThat(found.total()).isEqualTo(2);
    assertThat(found.first())
        .extracting(DayDifference::date)
        .containsExactly(DAY.plusDays(2), DAY.plusDays(3));
    assertThat(found.first().getFirst().fields())
        .contains(new FieldDifference("orders.o-3.order.status", null, "PLACED"));
    assertThat(found.first().getLast().fields())
        .contains(new FieldDifference("orders.o-4.order.status", "PLACED", null));
  }

  @Test
  void terms_of_merchants_that_differ_are_listed_with_their_first_day() {
    change("UPDATE report_g2.merchant_terms SET name = 'Sari', commission_bps = 7");

    DayDifferences found = between();

    assertThat(found.total()).isEqualTo(1);
    assertThat(found.first().getFirst().date()).isEqualTo(LocalDate.of(2018, 7, 1));
    assertThat(found.first().getFirst().fields())
        .containsExactly(
            new FieldDifference("commission_bps", "2000", "7"),
            new FieldDifference("name", "Warung Sari", "Sari"));
  }

  /** Counts the questions that are counting of a database. */
  private static final class CountingDataSource extends DelegatingDataSource {
    private final AtomicInteger questions = new AtomicInteger();

    private final Map<Integer, Runnable> before;

    private CountingDataSource(DataSource database) {
      this(database, Map.of());
    }

    /** Makes changes before the questions of these numbers, outside of their transactions. */
    private CountingDataSource(DataSource database, Map<Integer, Runnable> before) {
      super(database);
      this.before = before;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Runnable change = before.getOrDefault(questions.incrementAndGet(), () -> {});
      CompletableFuture.runAsync(change).join();
      return super.getConnection();
    }
  }

  @Test
  void a_day_that_differs_for_a_moment_only_is_no_difference() {
    AnOrder late = order("o-3");
    Rebuilding.project(database, ONE, late);
    var counting = new CountingDataSource(database.dataSource());
    var patient = new GenerationVerification(counting, database.snapshot());

    var found =
        CompletableFuture.supplyAsync(() -> patient.between(generation(ONE), generation(OTHER)));
    Awaitility.await().until(() -> counting.questions.get() > 3);
    Rebuilding.project(database, OTHER, late);

    assertThat(found.join()).isEqualTo(DayDifferences.NONE);
  }

  @Test
  void a_difference_is_certain_when_both_streams_have_read_the_same_records() {
    change("UPDATE report_g2.days SET refunds = 5 WHERE business_date = '2018-07-26'");
    read(ONE, 10);
    read(OTHER, 10);
    var counting = new CountingDataSource(database.dataSource());
    var patient = new GenerationVerification(counting, database.snapshot());

    DayDifferences found = patient.between(generation(ONE), generation(OTHER));

    assertThat(found.first())
        .containsExactly(differs(BOTH, DAY, new FieldDifference("totals.refunds", "0", "5")));
    assertThat(counting.questions).hasValueLessThan(20);
  }

  @Test
  void a_generation_whose_stream_is_behind_is_compared_again() {
    AnOrder late = order("o-3");
    Rebuilding.project(database, ONE, late);
    read(ONE, 10);
    read(OTHER, 9);
    var counting = new CountingDataSource(database.dataSource());
    var patient = new GenerationVerification(counting, database.snapshot());

    var found =
        CompletableFuture.supplyAsync(() -> patient.between(generation(ONE), generation(OTHER)));
    Awaitility.await().until(() -> counting.questions.get() > 12);
    database
        .transaction()
        .executeWithoutResult(
            _ -> {
              Rebuilding.project(database, OTHER, late);
              read(OTHER, 10);
            });

    assertThat(found.join()).isEqualTo(DayDifferences.NONE);
  }

  /** Two questions are for the columns, each further one for an attempt. */
  @Test
  void terms_that_differ_for_the_first_time_are_compared_again() {
    change("UPDATE report_g2.merchant_terms SET name = 'Sari'");
    read(ONE, 10);
    read(OTHER, 10);
    var changing =
        new CountingDataSource(
            database.dataSource(),
            Map.of(4, () -> changeTerms(ONE, 11), 6, () -> changeTerms(OTHER, 11)));
    var patient = new GenerationVerification(changing, database.snapshot());

    DayDifferences found = patient.between(generation(ONE), generation(OTHER));

    assertThat(found.total()).isEqualTo(1);
    assertThat(found.first())
        .extracting(DayDifference::date)
        .containsExactly(LocalDate.of(2018, 7, 1));
  }

  private void changeTerms(String generation, long offset) {
    change(
        """
        INSERT INTO %1$s.merchant_terms
        SELECT (jsonb_populate_record(
          t, '{"name": "Warung", "sequence": 1, "valid_from": "2018-08-01T00:00:00Z"}')).*
        FROM %1$s.merchant_terms AS t
        """
            .formatted(generation));
    read(generation, offset);
  }

  private void read(String generation, long offset) {
    database
        .jdbc()
        .sql(
            """
            INSERT INTO stream_offsets (stream, topic, partition, next_offset)
            VALUES (?, 'mocha.orders', 0, ?)
            ON CONFLICT (stream, topic, partition) DO UPDATE SET next_offset = excluded.next_offset
            """)
        .params(generation, offset)
        .update();
  }

  /** Under load there is no moment at which two streams are equally far. */
  @Test
  void days_that_are_equal_at_different_moments_do_not_differ() {
    AnOrder first = order("o-3").at("2018-07-28T05:00:00Z");
    AnOrder second = order("o-4").at("2018-07-29T05:00:00Z");
    Rebuilding.project(database, ONE, first);
    var counting = new CountingDataSource(database.dataSource());
    var patient = new GenerationVerification(counting, database.snapshot());

    var found =
        CompletableFuture.supplyAsync(() -> patient.between(generation(ONE), generation(OTHER)));
    Awaitility.await().until(() -> counting.questions.get() > 3);
    database
        .transaction()
        .executeWithoutResult(
            _ -> {
              Rebuilding.project(database, OTHER, first);
              Rebuilding.project(database, ONE, second);
            });

    assertThat(found.join()).isEqualTo(DayDifferences.NONE);
  }

  @Test
  void generations_of_two_versions_are_compared_by_the_figures_of_both() {
    generations.cancel(null, OPS);
    change("UPDATE generations SET version = version + 1 WHERE generation = 'report_g2'");
    database.jdbc().sql("ALTER TABLE report_g2.days ADD COLUMN tips bigint DEFAULT 7").update();
    database.jdbc().sql("ALTER TABLE report_g1.days DROP COLUMN checksum").update();
    database
        .jdbc()
        .sql("ALTER TABLE report_g2.merchant_terms ADD COLUMN city text DEFAULT 'Jakarta'")
        .update();
    database.jdbc().sql("UPDATE report_g2.days SET breakdown = '{}'").update();
    assertThat(between()).isEqualTo(DayDifferences.NONE);

    change("UPDATE report_g1.days SET refunds = 5 WHERE business_date = '2018-07-26'");
    assertThat(between())
        .isEqualTo(
            new DayDifferences(
                1, List.of(differs(BOTH, DAY, new FieldDifference("refunds", "5", "0")))));

    change("DELETE FROM report_g2.days WHERE business_date = '2018-07-26'");
    assertThat(between().first().getFirst().fields())
        .contains(
            new FieldDifference("refunds", "5", null),
            new FieldDifference("gross_sales", "10000", null));
  }

  @Test
  void figures_that_do_not_follow_from_the_orders_are_found() {
    String kept = "report_g1: stored figures and sums of orders";
    change("UPDATE report_g1.days SET gross_sales = 1 WHERE business_date = '2018-07-26'");
    change("DELETE FROM report_g1.orders WHERE order_id = 'o-2'");
    Rebuilding.project(database, ONE, order("o-5").at("2018-07-29T05:00:00Z"));
    change("DELETE FROM report_g1.days WHERE business_date = '2018-07-29'");

    DayDifferences found = comparison.within(generation(ONE));

    assertThat(found.total()).isEqualTo(3);
    assertThat(found.first().getFirst())
        .isEqualTo(differs(kept, DAY, new FieldDifference("totals.grossSales", "1", "10000")));
    assertThat(found.first().get(1).date()).isEqualTo(LocalDate.of(2018, 7, 29));
    assertThat(found.first().get(1).fields())
        .contains(new FieldDifference("totals.byStatus.PLACED", null, "1"));
    assertThat(found.first().get(2).date()).isEqualTo(DAY.plusDays(1));
    assertThat(found.first().get(2).fields())
        .contains(new FieldDifference("totals.byStatus.PLACED", "1", null));
  }

  @Test
  void misplaced_refunds_are_found() {
    Rebuilding.project(
        database, ONE, order("o-5").at("2018-07-29T05:00:00Z").delivered(1).refunded(2, 5));
    assertThat(comparison.within(generation(ONE))).isEqualTo(DayDifferences.NONE);

    change("UPDATE report_g1.refunds SET refunded_at = refunded_at + interval '1 day'");

    assertThat(comparison.within(generation(ONE)))
        .isEqualTo(
            new DayDifferences(
                1,
                List.of(
                    differs(
                        "report_g1: stored figures and sums of orders",
                        LocalDate.of(2018, 7, 29),
                        new FieldDifference(
                            "refundsByTime", "as in the table of refunds", "as in the orders")))));
  }

  @Test
  void an_order_that_was_changed_by_hand_is_found_by_its_checksum() {
    change("UPDATE report_g1.orders SET note = 'by hand' WHERE order_id = 'o-1'");

    DayDifferences found = comparison.within(generation(ONE));

    assertThat(found.first())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.date()).isEqualTo(DAY);
              assertThat(it.fields())
                  .extracting(FieldDifference::field)
                  .containsExactly("checksum");
            });
  }

  @Test
  void rows_that_cannot_be_read_count_as_absent() {
    change("UPDATE report_g1.days SET breakdown = '[]' WHERE business_date = '2018-07-26'");
    change(
        """
        UPDATE report_g1.orders
        SET time_zone = 'Nowhere', refunds = '[{"at": "soon", "amount": "x"}, 7]'
        WHERE order_id = 'o-2'
        """);
    change(
        """
        INSERT INTO report_g1.days
        SELECT (jsonb_populate_record(d, '{"merchant_id": "m-0", "breakdown": {}}')).*
        FROM report_g1.days AS d WHERE business_date = '2018-07-26'
        """);

    DayDifferences within = comparison.within(generation(ONE));
    DayDifferences between = between();

    assertThat(within.first())
        .extracting(DayDifference::date)
        .containsExactly(DAY, DAY.plusDays(1), DAY);
    assertThat(within.first().getFirst().fields())
        .contains(new FieldDifference("totals.grossSales", null, "10000"));
    assertThat(within.first().getLast())
        .isEqualTo(
            DayDifference.of(
                "report_g1: stored figures and sums of orders",
                new MerchantId("m-0"),
                DAY,
                List.of(new FieldDifference("day", "unreadable", null))));
    assertThat(between.first())
        .extracting(it -> it.merchantId().value(), DayDifference::date)
        .containsExactly(tuple("m-0", DAY), tuple("m-1", DAY));
    assertThat(between.first().getLast().fields())
        .contains(new FieldDifference("totals.grossSales", null, "10000"));
  }

  @Test
  void days_beyond_those_listed_are_counted() {
    var many = new AnOrder[120];
    for (int number = 0; number < many.length; number++) {
      many[number] = order("many-" + number).of(new MerchantId("m-" + (1_000 + number)));
    }
    Rebuilding.project(database, OTHER, many);

    DayDifferences found = between();

    assertThat(found.total()).isEqualTo(120);
    assertThat(found.first()).hasSize(100);
  }
}
