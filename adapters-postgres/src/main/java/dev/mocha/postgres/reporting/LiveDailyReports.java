package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.sql.Columns.requiredInstant;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.OrderPage;
import dev.mocha.application.reporting.DayTotals;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.application.reporting.SealedReport;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.postgres.reporting.ReportStatement.Answer;
import dev.mocha.postgres.rows.MerchantTermsTable;
import dev.mocha.postgres.rows.OrderColumns;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Answers report queries from the live generation. Each answer reads one snapshot of one
 * generation.
 */
final class LiveDailyReports implements ReportQueries {

  /** The number of rows fetched at once while a whole day is read. */
  private static final int FETCHED_ROWS = 500;

  private final LiveGeneration live;
  private final JdbcClient jdbc;
  private final ReportStatement report;
  private final SealedReportStatement seal;
  private final JdbcTemplate streaming;
  private final TransactionTemplate snapshot;

  /**
   * @param snapshot begins read-only transactions with one consistent view of the database
   */
  LiveDailyReports(DataSource reports, TransactionTemplate snapshot, LiveGeneration live) {
    this.live = live;
    this.jdbc = JdbcClient.create(reports);
    this.report = new ReportStatement(reports, live.version());
    this.seal = new SealedReportStatement(reports, live.version());
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
    return Optional.ofNullable(
        fromLive(it -> report.ask(it, merchantId, date, orders), Answer::live).report());
  }

  @Override
  public Optional<SealedReport> sealed(MerchantId merchantId, LocalDate date) {
    return Optional.ofNullable(
        fromLive(it -> seal.ask(it, merchantId, date), SealedReportStatement.Answer::live)
            .report());
  }

  /**
   * The answer of the generation that is live at that time. The answer itself names the live
   * generation.
   */
  private <T> T fromLive(Function<String, T> query, Function<T, @Nullable String> liveIn) {
    String generation = live.lastKnown();
    while (true) {
      T answer = unlessDropped(generation, query);
      if (answer != null && generation.equals(liveIn.apply(answer))) {
        return answer;
      }
      generation = live.name();
    }
  }

  /** Null when the generation has been dropped since it was last known to be live. */
  private <T> @Nullable T unlessDropped(String generation, Function<String, T> query) {
    try {
      return query.apply(generation);
    } catch (BadSqlGrammarException failed) {
      if (live.name().equals(generation)) {
        throw failed;
      }
      return null;
    }
  }

  @Override
  public Map<MerchantId, Merchant> merchants(Set<MerchantId> merchantIds) {
    return Objects.requireNonNull(
        snapshot.execute(_ -> merchants(generationForCaller(), merchantIds)));
  }

  @Override
  public Optional<OrderPage> orders(MerchantId merchantId, LocalDate date, OrderQuery query) {
    return inSnapshot(merchantId, (generation, _) -> page(generation, merchantId, date, query));
  }

  @Override
  public boolean wholeDay(
      MerchantId merchantId, LocalDate date, Function<DailyReport, Consumer<PlacedOrder>> reader) {
    return snapshot.execute(
        _ -> {
          String generation = generationForCaller();
          DailyReport day = report.ask(generation, merchantId, date, OrderQuery.first(0)).report();
          if (day == null) {
            return false;
          }
          Consumer<PlacedOrder> orders = reader.apply(day);
          streaming.query(
              "SELECT * FROM %s.orders WHERE merchant_id = ? AND business_date = ? ORDER BY placed_at, order_id"
                  .formatted(generation),
              row -> {
                orders.accept(OrderColumns.read(row));
              },
              merchantId.value(),
              date);
          return true;
        });
  }

  @Override
  public Optional<Range> summaries(MerchantId merchantId, LocalDate from, LocalDate to) {
    return inSnapshot(
        merchantId,
        (generation, merchant) -> {
          List<LocalDate> dates = from.datesUntil(to.plusDays(1)).toList();
          Map<LocalDate, DayTotals> totals = totals(generation, merchantId, dates);
          Map<LocalDate, Long> refunds = refunds(generation, merchantId, merchant, from, to);
          MerchantTerms terms = merchant.termsOn(to);
          return new Range(
              merchantId,
              merchant.terms().name(),
              terms.timeZone(),
              terms.currency(),
              from,
              to,
              dates.stream()
                  .map(
                      it ->
                          new Day(
                              it,
                              totals
                                  .getOrDefault(it, DayTotals.ZERO)
                                  .summary(refunds.getOrDefault(it, 0L))))
                  .toList());
        });
  }

  @Override
  public List<MerchantSize> largest(LocalDate from, LocalDate to, int most) {
    return Objects.requireNonNull(
        snapshot.execute(
            _ ->
                jdbc.sql(
                        """
                        SELECT merchant_id, sum(orders)::bigint AS orders, max(orders) AS orders_on_busiest,
                               (array_agg(business_date ORDER BY orders DESC, business_date))[1]
                                 AS busiest
                        FROM (
                          SELECT merchant_id, business_date,
                                 placed + accepted + ready + picked_up + delivered + rejected
                                   + cancelled AS orders
                          FROM %s.days
                          WHERE business_date BETWEEN ? AND ?
                        ) AS of_day
                        GROUP BY merchant_id
                        ORDER BY orders DESC, merchant_id
                        LIMIT ?
                        """
                            .formatted(generationForCaller()))
                    .params(from, to, most)
                    .query(
                        (row, _) ->
                            new MerchantSize(
                                new MerchantId(row.getString("merchant_id")),
                                row.getLong("orders"),
                                row.getObject("busiest", LocalDate.class),
                                row.getLong("orders_on_busiest")))
                    .list()));
  }

  private <T> Optional<T> inSnapshot(
      MerchantId merchantId, BiFunction<String, Merchant, @Nullable T> reading) {
    return Optional.ofNullable(
        snapshot.execute(
            _ -> {
              String generation = generationForCaller();
              Merchant merchant = merchants(generation, List.of(merchantId)).get(merchantId);
              return merchant == null ? null : reading.apply(generation, merchant);
            }));
  }

  private Map<MerchantId, Merchant> merchants(
      String generation, Collection<MerchantId> merchantIds) {
    return new MerchantTermsTable(jdbc, generation + ".merchant_terms").find(merchantIds);
  }

  /**
   * Sets the caller's merchants for the rest of the transaction and returns the live generation.
   */
  private String generationForCaller() {
    jdbc.sql(NamedMerchants.SET)
        .param(NamedMerchants.PARAMETER, NamedMerchants.current())
        .query(String.class)
        .single();
    return live.name();
  }

  private Map<LocalDate, DayTotals> totals(
      String generation, MerchantId merchantId, List<LocalDate> dates) {
    var totals = new HashMap<LocalDate, DayTotals>();
    jdbc.sql(
            """
            SELECT business_date, %s FROM %s.days
            WHERE merchant_id = ? AND business_date = ANY (?)
            """
                .formatted(DayRowMapping.TOTALS, generation))
        .param(merchantId.value())
        .param(dates.stream().map(java.sql.Date::valueOf).toArray(java.sql.Date[]::new))
        .query(
            row -> {
              totals.put(
                  row.getObject("business_date", LocalDate.class), DayRowMapping.totals(row));
            });
    return totals;
  }

  /** The sums of refunds by the business day on which they were made. */
  private Map<LocalDate, Long> refunds(
      String generation, MerchantId merchantId, Merchant merchant, LocalDate from, LocalDate to) {
    var sums = new HashMap<LocalDate, Long>();
    jdbc.sql(
            """
            SELECT refunded_at, amount FROM %s.refunds
            WHERE merchant_id = ?
              AND refunded_at >= ?::date - interval '1 day'
              AND refunded_at < ?::date + interval '3 days'
            """
                .formatted(generation))
        .params(merchantId.value(), from, to)
        .query(
            row -> {
              sums.merge(
                  merchant.dateOf(requiredInstant(row, "refunded_at")),
                  row.getLong("amount"),
                  Math::addExact);
            });
    return sums;
  }

  private OrderPage page(
      String generation, MerchantId merchantId, LocalDate date, OrderQuery query) {
    if (query.limit() == 0) {
      return OrderPage.NONE;
    }
    OrderPageStatement page = OrderPageStatement.of(generation, merchantId, date, query);
    return OrderPage.of(
        jdbc.sql(page.sql())
            .params(page.parameters())
            .query((row, _) -> OrderColumns.read(row))
            .list(),
        query.limit());
  }
}
