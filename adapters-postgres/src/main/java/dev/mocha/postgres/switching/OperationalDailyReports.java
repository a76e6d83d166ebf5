package dev.mocha.postgres.switching;

import static dev.mocha.postgres.sql.Columns.at;
import static dev.mocha.postgres.sql.Columns.instant;
import static dev.mocha.postgres.sql.Columns.requiredInstant;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.Cancellation;
import dev.mocha.application.reporting.DailyReport.Hour;
import dev.mocha.application.reporting.DailyReport.Item;
import dev.mocha.application.reporting.DailyReport.OrderPage;
import dev.mocha.application.reporting.DailyReport.Payment;
import dev.mocha.application.reporting.DailyReport.Preparation;
import dev.mocha.application.reporting.DailyReport.Trend;
import dev.mocha.application.reporting.DailyReport.TrendDay;
import dev.mocha.application.reporting.DailyReports;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.DayTotals;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportBreakdown;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.postgres.rows.MerchantTermsTable;
import dev.mocha.postgres.rows.OrderColumns;
import dev.mocha.postgres.sql.Columns;
import dev.mocha.postgres.sql.Like;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The primary report: one query over the main service's own tables, which computes the day each
 * time it is asked for.
 */
public final class OperationalDailyReports implements DailyReports {

  /**
   * Finds the day's orders by the index on merchant and time: in any zone and with any cut-off a
   * business day lies between one day before and three days after its date. The figures come once,
   * beside the first order of the page.
   */
  private static final String QUERY =
      """
      WITH wanted AS MATERIALIZED (
        SELECT o.*, item.total AS items_total, item.quantity, item.lines, refund.refunds
        FROM orders o
        CROSS JOIN LATERAL (
          SELECT sum(i.quantity * i.unit_price)::bigint AS total,
                 sum(i.quantity)::bigint AS quantity,
                 json_agg(json_build_object('sku', i.sku, 'name', i.name, 'quantity', i.quantity,
                                            'unitPrice', i.unit_price, 'note', i.note)
                          ORDER BY i.line) AS lines
          FROM order_items i
          WHERE i.order_id = o.order_id
        ) item
        CROSS JOIN LATERAL (
          SELECT coalesce(json_agg(json_build_object('at', r.refunded_at, 'amount', r.amount)
                                   ORDER BY r.number), '[]') AS refunds
          FROM order_refunds r
          WHERE o.refunded > 0 AND r.order_id = o.order_id
        ) refund
        WHERE o.merchant_id = :merchant
          AND o.business_date = CAST(:date AS date)
          AND o.placed_at >= CAST(:date AS date) - interval '1 day'
          AND o.placed_at < CAST(:date AS date) + interval '3 days'
      ),
      delivered AS (SELECT * FROM wanted WHERE status = 'DELIVERED'),
      status AS (SELECT status, count(*) AS orders FROM wanted GROUP BY status),
      hour AS (
        SELECT to_char(date_trunc('hour', placed_at AT TIME ZONE time_zone), 'YYYY-MM-DD"T"HH24:MI:SS')
                 || offset_text AS hour,
               min(placed_at) AS first, count(*) AS orders,
               coalesce(sum(items_total) FILTER (WHERE status = 'DELIVERED'), 0)::bigint AS gross
        FROM wanted
        CROSS JOIN LATERAL (
          SELECT (placed_at AT TIME ZONE time_zone) - (placed_at AT TIME ZONE 'UTC') AS shift
        ) zone
        CROSS JOIN LATERAL (
          SELECT CASE WHEN shift < interval '0' THEN '-' ELSE '+' END
                   || to_char(greatest(shift, -shift), 'HH24:MI') AS offset_text
        ) signed
        GROUP BY 1
      ),
      payment AS (
        SELECT payment_method, count(*) AS orders,
               coalesce(sum(items_total) FILTER (WHERE status = 'DELIVERED'), 0)::bigint AS gross
        FROM wanted GROUP BY payment_method
      ),
      item AS (
        SELECT i.name, sum(i.quantity)::bigint AS quantity,
               sum(i.quantity * i.unit_price)::bigint AS gross
        FROM delivered JOIN order_items i USING (order_id)
        GROUP BY i.name
        ORDER BY quantity DESC, i.name COLLATE "C"
        LIMIT :top
      ),
      cancellation AS (
        SELECT coalesce(reason, :unspecified) AS reason, count(*) AS orders
        FROM wanted WHERE status IN ('CANCELLED', 'REJECTED') GROUP BY 1
      ),
      prepared AS (
        SELECT floor(extract(epoch FROM ready_at - accepted_at))::bigint AS seconds
        FROM wanted WHERE accepted_at IS NOT NULL AND ready_at IS NOT NULL
      ),
      other_day AS (
        SELECT o.business_date, count(*) AS orders,
               coalesce(sum(item.total) FILTER (WHERE o.status = 'DELIVERED'), 0)::bigint AS gross,
               coalesce(sum(item.total - o.discount - o.refunded - o.commission)
                        FILTER (WHERE o.status = 'DELIVERED'), 0)::bigint AS payout
        FROM orders o
        CROSS JOIN LATERAL (
          SELECT sum(i.quantity * i.unit_price)::bigint AS total
          FROM order_items i
          WHERE i.order_id = o.order_id
        ) item
        WHERE o.merchant_id = :merchant
          AND o.business_date IN (CAST(:date AS date) - 1, CAST(:date AS date) - 7)
          AND o.placed_at >= CAST(:date AS date) - interval '8 days'
          AND o.placed_at < CAST(:date AS date) + interval '2 days'
        GROUP BY o.business_date
      ),
      figures AS (
        SELECT
          1 AS number,
          (SELECT coalesce(json_agg(json_build_object('status', status, 'orders', orders)), '[]')
           FROM status) AS by_status,
          (SELECT coalesce(json_agg(json_build_object('hour', hour, 'orders', orders,
                                                      'gross_sales', gross) ORDER BY first), '[]')
           FROM hour) AS by_hour,
          (SELECT coalesce(json_agg(json_build_object('payment_method', payment_method,
                                                      'orders', orders, 'gross_sales', gross)
                                    ORDER BY orders DESC, payment_method COLLATE "C"), '[]')
           FROM payment) AS by_payment_method,
          (SELECT coalesce(json_agg(json_build_object('name', name, 'quantity', quantity,
                                                      'gross_sales', gross)
                                    ORDER BY quantity DESC, name COLLATE "C"), '[]')
           FROM item) AS top_items,
          (SELECT coalesce(json_agg(json_build_object('reason', reason, 'orders', orders)
                                    ORDER BY orders DESC, reason COLLATE "C"), '[]')
           FROM cancellation) AS cancellations,
          (SELECT json_build_object(
                    'orders', count(*),
                    'median_seconds',
                    coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds), 0),
                    'p90_seconds',
                    coalesce(percentile_disc(0.9) WITHIN GROUP (ORDER BY seconds), 0))
           FROM prepared) AS preparation,
          (SELECT coalesce(json_agg(json_build_object('date', business_date, 'orders', orders,
                                                      'gross_sales', gross, 'net_payout', payout)),
                           '[]')
           FROM other_day) AS other_days,
          (SELECT coalesce(json_agg(json_build_object('at', refunded_at, 'amount', amount)), '[]')
           FROM order_refunds
           WHERE merchant_id = :merchant
             AND refunded_at >= CAST(:date AS date) - interval '1 day'
             AND refunded_at < CAST(:date AS date) + interval '3 days') AS refunds_about,
          sold.*,
          (SELECT min(placed_at) FROM wanted) AS first_order_at,
          (SELECT max(placed_at) FROM wanted) AS last_order_at
        FROM (
          SELECT coalesce(sum(quantity), 0)::bigint AS items,
                 coalesce(sum(items_total), 0)::bigint AS gross_sales,
                 coalesce(sum(discount), 0)::bigint AS discounts,
                 coalesce(sum(tax), 0)::bigint AS taxes,
                 coalesce(sum(delivery_fee), 0)::bigint AS delivery_fees,
                 coalesce(sum(refunded), 0)::bigint AS refunds_of_orders,
                 coalesce(sum(commission), 0)::bigint AS commissions
          FROM delivered
        ) sold
      ),
      page AS (
        SELECT row_number() OVER (ORDER BY placed_at, order_id) AS number, wanted.*
        FROM wanted
        WHERE (CAST(:after AS timestamptz) IS NULL OR (placed_at, order_id) > (:after, :after_order))
          AND (CAST(:statuses AS text[]) IS NULL OR status = ANY (:statuses))
          AND (CAST(:like AS text) IS NULL
               OR order_number ILIKE :like
               OR EXISTS (SELECT FROM order_items i
                          WHERE i.order_id = wanted.order_id AND i.name ILIKE :like))
        ORDER BY placed_at, order_id
        LIMIT :limit
      )
      SELECT *, statement_timestamp() AS complete_to
      FROM figures FULL JOIN page USING (number)
      ORDER BY number
      """;

  private static final ObjectMapper JSON =
      OrderColumns.JSON.copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private final JdbcClient jdbc;
  private final MerchantTermsTable merchants;

  public OperationalDailyReports(JdbcClient orders) {
    this.jdbc = orders;
    this.merchants = new MerchantTermsTable(orders, "merchant_terms");
  }

  @Override
  public Optional<DailyReport> find(MerchantId merchantId, LocalDate date, OrderQuery orders) {
    return Optional.ofNullable(merchants.find(List.of(merchantId)).get(merchantId))
        .map(merchant -> report(merchantId, merchant, date, orders));
  }

  private DailyReport report(
      MerchantId merchantId, Merchant merchant, LocalDate date, OrderQuery query) {
    return jdbc.sql(QUERY)
        .param("merchant", merchantId.value())
        .param("date", date)
        .param("unspecified", DaySummary.UNSPECIFIED)
        .param("top", DailyReport.TOP_ITEMS)
        .param("after", query.after() == null ? null : at(query.after().placedAt()))
        .param("after_order", query.after() == null ? null : query.after().orderId().value())
        .param(
            "statuses",
            query.statuses().isEmpty()
                ? null
                : query.statuses().stream().map(Enum::name).toArray(String[]::new))
        .param("like", query.text() == null ? null : Like.containing(query.text()))
        .param("limit", query.limit() == 0 ? 0 : query.limit() + 1)
        .query(
            (ResultSetExtractor<DailyReport>)
                rows -> read(rows, merchantId, merchant, date, query.limit()));
  }

  private static DailyReport read(
      ResultSet rows, MerchantId merchantId, Merchant merchant, LocalDate date, int limit)
      throws SQLException {
    rows.next();
    List<TrendDay> others = list(rows, "other_days", TrendDay[].class);
    // The page is read last: it moves the cursor past the figures.
    return DailyReport.of(
        merchantId,
        merchant,
        date,
        requiredInstant(rows, "complete_to"),
        totals(rows),
        OrderColumns.refunds(rows, "refunds_about"),
        new ReportBreakdown(
            list(rows, "by_hour", Hour[].class),
            list(rows, "by_payment_method", Payment[].class),
            list(rows, "top_items", Item[].class),
            list(rows, "cancellations", Cancellation[].class),
            Columns.json(rows, "preparation", JSON.readerFor(Preparation.class))),
        new Trend(otherDay(others, date.minusDays(1)), otherDay(others, date.minusDays(7))),
        OrderPage.of(OrderColumns.readAll(rows), limit));
  }

  private static DayTotals totals(ResultSet row) throws SQLException {
    var byStatus =
        list(row, "by_status", StatusCount[].class).stream()
            .collect(Collectors.toMap(StatusCount::status, StatusCount::orders));
    return new DayTotals(
        byStatus,
        row.getLong("items"),
        row.getLong("gross_sales"),
        row.getLong("discounts"),
        row.getLong("taxes"),
        row.getLong("delivery_fees"),
        row.getLong("refunds_of_orders"),
        row.getLong("commissions"),
        instant(row, "first_order_at"),
        instant(row, "last_order_at"));
  }

  private record StatusCount(OrderStatus status, long orders) {}

  private static TrendDay otherDay(List<TrendDay> days, LocalDate date) {
    return days.stream()
        .filter(it -> it.date().equals(date))
        .findFirst()
        .orElseGet(() -> DayTotals.ZERO.asTrendDay(date));
  }

  private static <T> List<T> list(ResultSet row, String column, Class<T[]> type)
      throws SQLException {
    return List.of(Columns.<T[]>json(row, column, JSON.readerFor(type)));
  }
}
