package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.sql.Columns.instant;
import static dev.mocha.postgres.sql.Columns.json;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.OrderPage;
import dev.mocha.application.reporting.DailyReport.Trend;
import dev.mocha.application.reporting.DayBreakdown;
import dev.mocha.application.reporting.DayTotals;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportBreakdown;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.Merchant.Agreement;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.rows.OrderColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Reads a report in one statement, which sees one state of the database without a transaction. The
 * round trips cost more than the query, so the statement that sets the caller's merchants is sent
 * in the same message and runs in the same implicit transaction.
 */
final class ReportStatement {

  /**
   * The figures come once, beside the first order of the page. A business day lies within one day
   * before and three days after its date, whatever its zone and cut-off.
   */
  private static final String REPORT =
      NamedMerchants.SET
          + """
          ;
          WITH page AS (%2$s),
          figures AS (
            SELECT
              1 AS number,
              (SELECT generation FROM live_generations
               WHERE projection = 'daily-report' AND version = :version) AS live,
              (SELECT json_agg(
                        json_build_object('from', valid_from, 'terms', json_build_object(
                          'name', name, 'timeZone', time_zone, 'dayCutoff', day_cutoff,
                          'currency', currency, 'commissionBps', commission_bps))
                        ORDER BY sequence)
               FROM %1$s.merchant_terms WHERE merchant_id = :merchant) AS agreements,
              (SELECT json_agg(day)
               FROM (SELECT business_date, %3$s FROM %1$s.days
                     WHERE merchant_id = :merchant
                       AND business_date IN (:date, :dayBefore, :weekBefore)) AS day) AS totals,
              (SELECT coalesce(json_agg(json_build_object('at', refunded_at, 'amount', amount)), '[]')
               FROM %1$s.refunds
               WHERE merchant_id = :merchant
                 AND refunded_at >= CAST(:date AS date) - interval '1 day'
                 AND refunded_at < CAST(:date AS date) + interval '3 days') AS refunds_about,
              (SELECT breakdown FROM %1$s.days
               WHERE merchant_id = :merchant AND business_date = :date) AS breakdown,
              (%4$s) AS complete_to
          )
          SELECT * FROM figures FULL JOIN page USING (number) ORDER BY number
          """;

  private static final String COMPLETE_TO =
      """
      SELECT min(coalesce(complete_to, to_timestamp(0))) AS complete_to
      FROM (SELECT complete_to FROM stream_offsets WHERE stream = '%1$s'
            UNION ALL
            SELECT complete_to FROM dead_letters
            WHERE stream = '%1$s' AND record_key = convert_to(%2$s, 'UTF8')) AS read
      """;

  private static final ObjectReader AGREEMENTS = OrderColumns.JSON.readerForListOf(Agreement.class);
  private static final ObjectReader DAYS = OrderColumns.JSON.readerFor(JsonNode.class);

  private final NamedParameterJdbcTemplate jdbc;
  private final int version;

  /**
   * @param version of the projection, to name its live generation in the answer
   */
  ReportStatement(DataSource reports, int version) {
    this.jdbc = new NamedParameterJdbcTemplate(reports);
    this.version = version;
  }

  /**
   * The query of what a merchant's report is complete to: the minimum over all partitions, the
   * epoch until each has a watermark. A dead letter of the merchant holds it at the value from
   * before the dead letter.
   *
   * @param merchant the id, in SQL
   */
  static String completeTo(String generation, String merchant) {
    return COMPLETE_TO.formatted(generation, merchant);
  }

  /**
   * The answer of a generation.
   *
   * @param live the generation that is live at that time; null for none
   * @param merchant null for an unknown merchant
   * @param report null for an unknown merchant
   */
  record Answer(@Nullable String live, @Nullable Merchant merchant, @Nullable DailyReport report) {}

  Answer ask(String generation, MerchantId merchantId, LocalDate date, OrderQuery query) {
    OrderPageStatement page = OrderPageStatement.of(generation, merchantId, date, query);
    var parameters = new HashMap<>(page.parameters());
    parameters.put("dayBefore", date.minusDays(1));
    parameters.put("weekBefore", date.minusDays(7));
    parameters.put("version", version);
    parameters.put(NamedMerchants.PARAMETER, NamedMerchants.current());
    return jdbc.execute(
        REPORT.formatted(
            generation, page.sql(), DayRowMapping.TOTALS, completeTo(generation, ":merchant")),
        parameters,
        statement -> {
          statement.execute();
          statement.getMoreResults();
          try (ResultSet rows = statement.getResultSet()) {
            return read(rows, merchantId, date, query.limit());
          }
        });
  }

  private static Answer read(ResultSet rows, MerchantId merchantId, LocalDate date, int limit)
      throws SQLException {
    rows.next();
    String live = rows.getString("live");
    if (rows.getString("agreements") == null) {
      return new Answer(live, null, null);
    }
    var merchant = new Merchant(json(rows, "agreements", AGREEMENTS));
    Map<LocalDate, DayTotals> totals = totals(rows);
    // The page is read last: it moves the cursor past the figures.
    var report =
        DailyReport.of(
            merchantId,
            merchant,
            date,
            requireNonNullElse(instant(rows, "complete_to"), Instant.EPOCH),
            totals.getOrDefault(date, DayTotals.ZERO),
            OrderColumns.refunds(rows, "refunds_about"),
            ReportBreakdown.of(breakdown(rows), merchant.termsOn(date).timeZone()),
            new Trend(trendDay(totals, date.minusDays(1)), trendDay(totals, date.minusDays(7))),
            OrderPage.of(OrderColumns.readAll(rows), limit));
    return new Answer(live, merchant, report);
  }

  private static Map<LocalDate, DayTotals> totals(ResultSet row) throws SQLException {
    var totals = new HashMap<LocalDate, DayTotals>();
    if (row.getString("totals") != null) {
      JsonNode days = json(row, "totals", DAYS);
      for (JsonNode day : days) {
        totals.put(
            LocalDate.parse(day.get("business_date").textValue()), DayRowMapping.totals(day));
      }
    }
    return totals;
  }

  private static DayBreakdown breakdown(ResultSet row) throws SQLException {
    return row.getString("breakdown") == null ? DayBreakdown.NONE : DayRowMapping.breakdown(row);
  }

  private static DailyReport.TrendDay trendDay(Map<LocalDate, DayTotals> totals, LocalDate date) {
    return totals.getOrDefault(date, DayTotals.ZERO).asTrendDay(date);
  }
}
