package dev.mocha.benchmarks;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.demo.SimulatedDay;
import dev.mocha.application.ordering.Merchants;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportEncoder;
import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.application.reporting.SealedDays;
import dev.mocha.application.reporting.SealedDays.Portion;
import dev.mocha.application.reporting.VisibleMerchants;
import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.postgres.ordering.OrdersTable;
import dev.mocha.postgres.reporting.ReportTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Thirty days of orders in the operational tables and in the live report tables, copied without
 * events. A merchant's share of the orders falls with its number, see {@link #popular}; the first
 * merchant has a twentieth, and a fixed number on one day.
 */
final class ReportedMonth {

  static final int MERCHANTS = 5_000;
  private static final int SEALED_AT_ONCE = 200;
  static final int DAYS = 30;
  static final LocalDate FIRST = LocalDate.of(2018, 7, 1);

  /** Orders of the busiest merchant on its busiest day. */
  private static final int MOST_ORDERS = 5_800;

  private static final MerchantDay BUSIEST = new MerchantDay(0, FIRST.plusDays(20));
  private static final double SKEW = 2.9;
  private static final String PRIMARY_INDEX = "orders_by_merchant_and_time";

  private final RunningMocha mocha;
  private final JdbcClient orders;
  private final JdbcClient reports;
  private final HistoricOrders samples = new HistoricOrders();

  private ReportedMonth(RunningMocha mocha) {
    this.mocha = mocha;
    this.orders = mocha.session("orders");
    this.reports = mocha.session("reports");
  }

  /**
   * A day of a merchant.
   *
   * @param merchant its number, the busiest first, from 0
   */
  record MerchantDay(int merchant, LocalDate date) {

    String candidatePath() {
      return "/api/v1/merchants/%s/reports/daily/%s"
          .formatted(SimulatedDay.merchantId(merchant), date);
    }

    /** Nearly a first view, but never answered from a sealed day. */
    String unsealedPath() {
      return candidatePath() + "?limit=99";
    }

    String primaryPath() {
      return "/api/v1/merchants/%s/order-report?date=%s"
          .formatted(SimulatedDay.merchantId(merchant), date);
    }
  }

  /** The month, loaded where it is missing, after a comparison of both reports. */
  static ReportedMonth in(RunningMocha mocha, Sizes sizes)
      throws IOException, InterruptedException, SQLException, ExecutionException {
    var month = new ReportedMonth(mocha);
    if (!month.isLoaded()) {
      month.load(sizes.reported());
      month.seal();
    }
    month.requireSameAnswers();
    return month;
  }

  MerchantDay busiest() {
    return BUSIEST;
  }

  /** Days of merchants, drawn as often as the merchants have orders. */
  List<MerchantDay> popularDays(int count) {
    var random = new Random(1);
    return IntStream.range(0, count)
        .mapToObj(_ -> new MerchantDay(popular(random), FIRST.plusDays(random.nextInt(DAYS))))
        .toList();
  }

  /** The 2.9th power of an even draw. */
  private static int popular(Random random) {
    return (int) (Math.pow(random.nextDouble(), SKEW) * MERCHANTS);
  }

  private boolean isLoaded() {
    return reports
        .sql(
            "SELECT EXISTS (SELECT FROM %s.days WHERE merchant_id = ? AND business_date = ?)"
                .formatted(mocha.liveGeneration()))
        .params(SimulatedDay.merchantId(BUSIEST.merchant()), BUSIEST.date())
        .query(Boolean.class)
        .single();
  }

  private void load(int count)
      throws IOException, InterruptedException, SQLException, ExecutionException {
    Path file = Files.createTempFile("merchants", ".ndjson");
    Files.write(file, new SimulatedDay(FIRST, 1, MERCHANTS, 0).merchants());
    mocha.send(file);
    mocha.awaitReports();
    List<MerchantTerms> terms = terms();
    long begun = System.nanoTime();
    for (int day = 0; day < DAYS; day++) {
      int ofDay = (int) ((day + 1L) * count / DAYS - (long) day * count / DAYS);
      write(ordersOf(FIRST.plusDays(day), ofDay, terms));
    }
    String live = mocha.liveGeneration();
    orders.sql("VACUUM ANALYZE orders, order_items, order_refunds").update();
    reports.sql("VACUUM ANALYZE %1$s.orders, %1$s.refunds, %1$s.days".formatted(live)).update();
    System.out.printf(
        Locale.ROOT,
        "%nLoaded %,d orders of %,d merchants and %d days into indexed tables in %.0f s, VACUUM"
            + " ANALYZE included: database orders %,d MiB, database reports %,d MiB.%n",
        count,
        MERCHANTS,
        DAYS,
        (System.nanoTime() - begun) / 1e9,
        mebibytes(orders),
        mebibytes(reports));
  }

  /** Seals every day at full speed. */
  private void seal() {
    SmartLifecycle inBackground = mocha.lifecycle("sealingTask");
    inBackground.stop();
    long begun = System.nanoTime();
    var days = mocha.component(SealedDays.class);
    long sealed = 0;
    Portion portion;
    do {
      portion = days.seal(SEALED_AT_ONCE, mocha.component(ReportEncoder.class));
      sealed += portion.sealed();
    } while (portion.checked() > 0);
    inBackground.start();
    String live = mocha.liveGeneration();
    reports.sql("VACUUM ANALYZE %1$s.days, %1$s.sealed_days".formatted(live)).update();
    System.out.printf(
        Locale.ROOT,
        "Sealed %,d days in %.0f s, %d are due: database reports %,d MiB; the busiest day is %s.%n",
        sealed,
        (System.nanoTime() - begun) / 1e9,
        days.due(),
        mebibytes(reports),
        isSealed(BUSIEST) ? "sealed" : "NOT sealed");
  }

  private boolean isSealed(MerchantDay day) {
    return ScopedValue.where(VisibleMerchants.CURRENT, new VisibleMerchants.All())
        .call(
            () ->
                mocha
                    .component(ReportQueries.class)
                    .sealed(new MerchantId(SimulatedDay.merchantId(day.merchant())), day.date())
                    .isPresent());
  }

  /** The share of each merchant by its number. */
  private List<MerchantTerms> terms() {
    List<MerchantId> ids =
        IntStream.range(0, MERCHANTS)
            .mapToObj(it -> new MerchantId(SimulatedDay.merchantId(it)))
            .toList();
    Map<MerchantId, Merchant> merchants = mocha.component(Merchants.class).find(ids);
    return ids.stream().map(it -> requireNonNull(merchants.get(it)).termsOn(FIRST)).toList();
  }

  /** In the order of placing. */
  private List<OrderRow> ordersOf(LocalDate date, int count, List<MerchantTerms> terms) {
    var random = new Random(date.toEpochDay());
    var rows = new ArrayList<OrderRow>(count);
    for (int number = 0; number < count; number++) {
      int merchant = merchantOf(date, number, random);
      rows.add(
          samples.order(
              new OrderId("month-%s-%06d".formatted(date, number)),
              new MerchantId(SimulatedDay.merchantId(merchant)),
              terms.get(merchant),
              date,
              random));
    }
    rows.sort(Comparator.comparing(it -> it.order().placed().at()));
    return rows;
  }

  private static int merchantOf(LocalDate date, int number, Random random) {
    if (!date.equals(BUSIEST.date())) {
      return popular(random);
    }
    int merchant = BUSIEST.merchant();
    while (number >= MOST_ORDERS && merchant == BUSIEST.merchant()) {
      merchant = popular(random);
    }
    return merchant;
  }

  private void write(List<OrderRow> rows)
      throws SQLException, InterruptedException, ExecutionException {
    var reporting = new FutureTask<>(() -> report(rows), null);
    Thread.ofPlatform().name("reporting").start(reporting);
    try (Connection connection = mocha.database("orders").getConnection()) {
      connection.setAutoCommit(false);
      mocha
          .component(OrdersTable.class)
          .write(connection, rows.stream().map(OrderRow::order).toList(), List.of());
      connection.commit();
    }
    reporting.get();
  }

  private void report(List<OrderRow> rows) {
    var days = new HashMap<DayKey, DaySummary>();
    for (OrderRow row : rows) {
      var placed = row.order().placed();
      days.computeIfAbsent(
              new DayKey(placed.merchantId(), placed.businessDate()), _ -> new DaySummary())
          .change(null, row);
    }
    var tables = new ReportTables(mocha.database("reports"), mocha.liveGeneration());
    tables.copyOrders(rows);
    tables.copyDays(days);
  }

  private static long mebibytes(JdbcClient session) {
    return session
        .sql("SELECT pg_database_size(current_database()) >> 20")
        .query(Long.class)
        .single();
  }

  /**
   * Compares both reports of busy and small merchants on the first, a middle and the last day, and
   * requires that the primary uses its index: speed has no meaning otherwise.
   */
  private void requireSameAnswers() throws IOException, InterruptedException {
    var client = mocha.client();
    List<MerchantDay> compared =
        Stream.of(0, 1, 17, 200, 1_500, MERCHANTS - 1)
            .flatMap(
                merchant ->
                    Stream.of(FIRST, BUSIEST.date(), FIRST.plusDays(DAYS - 1))
                        .map(date -> new MerchantDay(merchant, date)))
            .toList();
    Scans before = primaryScans();
    for (MerchantDay day : compared) {
      var candidate = (ObjectNode) client.get(day.candidatePath());
      var primary = (ObjectNode) client.get(day.primaryPath());
      // These say when a report was read, not what it contains.
      List<String> reading = List.of("completeTo", "final");
      if (!candidate.remove(reading).equals(primary.remove(reading))) {
        throw new IllegalStateException(
            "primary and candidate differ on %s: %s, %s".formatted(day, candidate, primary));
      }
    }
    RunningMocha.await(
        "the primary uses its index",
        () -> primaryScans().ofIndex() >= before.ofIndex() + compared.size());
    if (primaryScans().ofTable() > before.ofTable()) {
      throw new IllegalStateException("the primary scans the whole table orders");
    }
  }

  private record Scans(long ofIndex, long ofTable) {}

  private Scans primaryScans() {
    return orders
        .sql(
            """
            SELECT idx.idx_scan AS of_index, tab.seq_scan AS of_table
            FROM pg_stat_user_indexes AS idx JOIN pg_stat_user_tables AS tab USING (relid)
            WHERE idx.indexrelname = ?
            """)
        .param(PRIMARY_INDEX)
        .query(Scans.class)
        .single();
  }
}
