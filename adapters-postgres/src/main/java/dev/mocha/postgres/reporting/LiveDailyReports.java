package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.Columns.at;
import static dev.mocha.postgres.Columns.instant;

import dev.mocha.application.reporting.Breakdowns;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.Comparison;
import dev.mocha.application.reporting.DailyReport.OrderPage;
import dev.mocha.application.reporting.DayBreakdown;
import dev.mocha.application.reporting.DayTotals;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportTables;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.postgres.MerchantTermsTable;
import dev.mocha.postgres.OrderColumns;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Reports from the live generation. Each answer is read from one snapshot of one generation. */
public final class LiveDailyReports implements ReportTables {

  /** Of a range, the summaries; rows are fetched in such portions. */
  private static final int FETCHED_ROWS = 500;

  private final LiveGeneration live;
  private final JdbcClient jdbc;
  private final JdbcTemplate streaming;
  private final TransactionTemplate snapshot;

  /**
   * @param snapshot begins read-only transactions that see one state of the database
   */
  public LiveDailyReports(DataSource reports, TransactionTemplate snapshot, LiveGeneration live) {
    this.live = live;
    this.jdbc = JdbcClient.create(reports);
    this.streaming = new JdbcTemplate(reports);
    this.streaming.setFetchSize(FETCHED_ROWS);
    this.snapshot = snapshot;
  }

  @Override
  public boolean areBuilt() {
    return live.find().isPresent();
  }

  @Override
  public Optional<DailyReport> find(MerchantId merchantId, LocalDate date, OrderQuery orders) {
    return inSnapshot(
        merchantId,
        (generation, merchant) -> report(generation, merchantId, merchant, date, orders));
  }

  @Override
  public Optional<OrderPage> orders(MerchantId merchantId, LocalDate date, OrderQuery query) {
    return inSnapshot(merchantId, (generation, _) -> page(generation, merchantId, date, query));
  }

  @Override
  public boolean wholeDay(
      MerchantId merchantId, LocalDate date, Function<DailyReport, Consumer<PlacedOrder>> reader) {
    return inSnapshot(
            merchantId,
            (generation, merchant) -> {
              Consumer<PlacedOrder> orders =
                  reader.apply(report(generation, merchantId, merchant, date, OrderQuery.first(0)));
              streaming.query(
                  "SELECT * FROM %s.orders WHERE merchant_id = ? AND business_date = ? ORDER BY placed_at, order_id"
                      .formatted(generation),
                  row -> {
                    orders.accept(OrderColumns.read(row));
                  },
                  merchantId.value(),
                  date);
              return true;
            })
        .orElse(false);
  }

  @Override
  public Optional<Range> summaries(MerchantId merchantId, LocalDate from, LocalDate to) {
    return inSnapshot(
        merchantId,
        (generation, merchant) -> {
          List<LocalDate> dates = from.datesUntil(to.plusDays(1)).toList();
          Map<LocalDate, DayTotals> totals = totals(generation, merchantId, dates);
          MerchantTerms terms = merchant.termsOn(to);
          return new Range(
              merchantId,
              merchant.terms().name(),
              terms.timeZone(),
              terms.currency(),
              from,
              to,
              dates.stream()
                  .map(it -> new Day(it, totals.getOrDefault(it, DayTotals.ZERO).summary()))
                  .toList());
        });
  }

  private interface Answer<T> {
    T from(String generation, Merchant merchant);
  }

  private <T> Optional<T> inSnapshot(MerchantId merchantId, Answer<T> answer) {
    return Optional.ofNullable(
        snapshot.execute(
            _ -> {
              String generation = live.name();
              Merchant merchant =
                  new MerchantTermsTable(jdbc, generation + ".merchant_terms")
                      .find(List.of(merchantId))
                      .get(merchantId);
              return merchant == null ? null : answer.from(generation, merchant);
            }));
  }

  private DailyReport report(
      String generation,
      MerchantId merchantId,
      Merchant merchant,
      LocalDate date,
      OrderQuery orders) {
    LocalDate dayBefore = date.minusDays(1);
    LocalDate weekBefore = date.minusDays(7);
    Map<LocalDate, DayTotals> totals =
        totals(generation, merchantId, List.of(date, dayBefore, weekBefore));
    return DailyReport.of(
        merchantId,
        merchant,
        date,
        completeTo(generation, merchantId),
        totals.getOrDefault(date, DayTotals.ZERO),
        Breakdowns.of(breakdown(generation, merchantId, date), merchant.termsOn(date).timeZone()),
        new Comparison(
            totals.getOrDefault(dayBefore, DayTotals.ZERO).asOtherDay(dayBefore),
            totals.getOrDefault(weekBefore, DayTotals.ZERO).asOtherDay(weekBefore)),
        page(generation, merchantId, date, orders));
  }

  private Map<LocalDate, DayTotals> totals(
      String generation, MerchantId merchantId, List<LocalDate> dates) {
    var totals = new HashMap<LocalDate, DayTotals>();
    jdbc.sql(
            """
            SELECT business_date, placed, accepted, ready, picked_up, delivered, rejected, cancelled,
                   items, gross_sales, discounts, taxes, delivery_fees, refunds, commission,
                   first_order_at, last_order_at
            FROM %s.days
            WHERE merchant_id = ? AND business_date = ANY (?)
            """
                .formatted(generation))
        .param(merchantId.value())
        .param(dates.stream().map(java.sql.Date::valueOf).toArray(java.sql.Date[]::new))
        .query(
            row -> {
              totals.put(row.getObject("business_date", LocalDate.class), DayForm.totals(row));
            });
    return totals;
  }

  private DayBreakdown breakdown(String generation, MerchantId merchantId, LocalDate date) {
    return jdbc.sql(
            "SELECT breakdown FROM %s.days WHERE merchant_id = ? AND business_date = ?"
                .formatted(generation))
        .params(merchantId.value(), date)
        .query((row, _) -> DayForm.breakdown(row))
        .optional()
        .orElse(DayBreakdown.NONE);
  }

  /**
   * Complete is what every partition is complete to; before all have been heard of, nothing is. A
   * dead letter of the merchant holds it at what was complete before the letter.
   */
  private Instant completeTo(String generation, MerchantId merchantId) {
    return jdbc.sql(
            """
            SELECT min(coalesce(complete_to, to_timestamp(0))) AS complete_to
            FROM (SELECT complete_to FROM stream_positions WHERE stream = ?
                  UNION ALL
                  SELECT complete_to FROM dead_letters WHERE stream = ? AND record_key = ?) AS read
            """)
        .params(generation, generation, merchantId.value().getBytes(StandardCharsets.UTF_8))
        .query((row, _) -> Optional.ofNullable(instant(row, "complete_to")))
        .single()
        .orElse(Instant.EPOCH);
  }

  private OrderPage page(
      String generation, MerchantId merchantId, LocalDate date, OrderQuery query) {
    if (query.limit() == 0) {
      return OrderPage.NONE;
    }
    var sql =
        new StringBuilder(
            "SELECT * FROM %s.orders WHERE merchant_id = :merchant AND business_date = :date"
                .formatted(generation));
    var statement = new HashMap<String, Object>();
    statement.put("merchant", merchantId.value());
    statement.put("date", date);
    if (query.after() != null) {
      sql.append(" AND (placed_at, order_id) > (:placedAt, :orderId)");
      statement.put("placedAt", java.util.Objects.requireNonNull(at(query.after().placedAt())));
      statement.put("orderId", query.after().orderId().value());
    }
    if (!query.statuses().isEmpty()) {
      sql.append(" AND status IN (:statuses)");
      statement.put("statuses", query.statuses().stream().map(Enum::name).toList());
    }
    if (query.text() != null) {
      sql.append(
          """
           AND (order_number ILIKE :like
                OR EXISTS (SELECT FROM jsonb_to_recordset(lines) AS line (name text)
                           WHERE line.name ILIKE :like))\
          """);
      statement.put("like", Like.containing(query.text()));
    }
    sql.append(" ORDER BY placed_at, order_id LIMIT :limit");
    statement.put("limit", query.limit() + 1);
    return OrderPage.of(
        jdbc.sql(sql.toString()).params(statement).query((row, _) -> OrderColumns.read(row)).list(),
        query.limit());
  }
}
