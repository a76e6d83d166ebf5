package dev.mocha.postgres.rebuilding;

import static java.util.stream.Collectors.groupingBy;

import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.postgres.reporting.ReportTables;
import dev.mocha.postgres.sql.Columns;
import dev.mocha.postgres.sql.UnreadableJson;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Days of a generation, with their orders and refunds. */
public final class GenerationDays {

  /** Days of which the table of refunds holds other refunds than the orders do. */
  private static final String MISPLACED_REFUNDS =
      """
      SELECT DISTINCT merchant_id, business_date
      FROM (
        SELECT merchant_id, business_date, order_id, number::integer AS number,
               CASE jsonb_typeof(refund -> 'at')
                 WHEN 'number' THEN (refund ->> 'at')::numeric END AS at,
               CASE jsonb_typeof(refund -> 'amount')
                 WHEN 'number' THEN (refund ->> 'amount')::numeric END AS amount,
               true AS is_in_orders
        FROM %1$s.orders
        CROSS JOIN jsonb_array_elements(
          CASE jsonb_typeof(refunds) WHEN 'array' THEN refunds ELSE '[]' END)
          WITH ORDINALITY AS refund (refund, number)
        WHERE refunds <> '[]' AND %2$s
      ) AS by_orders
      FULL JOIN (
        SELECT merchant_id, business_date, order_id, number,
               extract(epoch FROM refunded_at) AS at, amount::numeric AS amount,
               true AS is_in_refunds
        FROM %1$s.refunds
        WHERE %2$s
      ) AS by_refunds
        USING (merchant_id, business_date, order_id, number, at, amount)
      WHERE is_in_orders IS NULL OR is_in_refunds IS NULL
      """;

  private final String generation;
  private final JdbcClient jdbc;

  public GenerationDays(DataSource reports, String generation) {
    this.generation = generation;
    this.jdbc = JdbcClient.create(reports);
  }

  /** What all partitions of its stream are complete to; empty until each has a watermark. */
  public Optional<Instant> completeTo() {
    return jdbc.sql(
            """
            SELECT CASE WHEN bool_and(complete_to IS NOT NULL) THEN min(complete_to) END AS complete_to
            FROM stream_offsets WHERE stream = ?
            """)
        .param(generation)
        .query((row, _) -> Columns.instant(row, "complete_to"))
        .optional();
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** The stored figures; null where there are none that can be read. */
  @Nullable DaySummary summary(DayKey day) {
    return summaries(List.of(day)).get(day);
  }

  Map<DayKey, DaySummary> summaries(Collection<DayKey> days) {
    var summaries = new HashMap<DayKey, DaySummary>();
    jdbc.sql(
            """
            SELECT d.*
            FROM unnest(?, ?) AS wanted (merchant_id, business_date)
            JOIN %s.days d USING (merchant_id, business_date)
            """
                .formatted(generation))
        .param(days.stream().map(it -> it.merchantId().value()).toArray(String[]::new))
        .param(days.stream().map(it -> Date.valueOf(it.businessDate())).toArray(Date[]::new))
        .query(
            row -> {
              DayKey day = ReportTables.key(row);
              readable(row, ReportTables::summary).ifPresent(it -> summaries.put(day, it));
            });
    return summaries;
  }

  private JdbcClient.StatementSpec select(String columns, String table, Days days) {
    return jdbc.sql(
            "SELECT %s FROM %s.%s WHERE merchant_id = ? AND business_date BETWEEN ? AND ?"
                .formatted(columns, generation, table))
        .params(days.merchantId().value(), days.from(), days.to());
  }

  /** The number of orders of each day, by its figures. */
  public Map<LocalDate, Long> counts(Days days) {
    var counts = new HashMap<LocalDate, Long>();
    select(
            """
            business_date,
            placed + accepted + ready + picked_up + delivered + rejected + cancelled AS orders
            """,
            "days",
            days)
        .query(
            row -> {
              counts.put(row.getObject("business_date", LocalDate.class), row.getLong("orders"));
            });
    return counts;
  }

  /** The stored figures of each day, where they can be read. */
  public Map<LocalDate, DaySummary> summaries(Days days) {
    var summaries = new HashMap<LocalDate, DaySummary>();
    select("*", "days", days)
        .query(
            row -> {
              LocalDate date = row.getObject("business_date", LocalDate.class);
              readable(row, ReportTables::summary).ifPresent(it -> summaries.put(date, it));
            });
    return summaries;
  }

  /** Its orders that can be read. */
  List<OrderRow> orders(DayKey day) {
    return orders(new Days(day.merchantId(), day.businessDate(), day.businessDate()))
        .getOrDefault(day.businessDate(), List.of());
  }

  /** The orders of each day that can be read. */
  public Map<LocalDate, List<OrderRow>> orders(Days days) {
    return select("*", "orders", days).query((row, _) -> order(row)).list().stream()
        .flatMap(Optional::stream)
        .collect(groupingBy(it -> it.order().placed().businessDate()));
  }

  /** The ids of all orders of some days, readable or not. */
  Set<OrderId> orderIds(Days days) {
    return select("order_id", "orders", days)
        .query((row, _) -> new OrderId(row.getString("order_id")))
        .set();
  }

  /** The order in a row of {@code orders}, if it makes one. */
  static Optional<OrderRow> order(ResultSet row) throws SQLException {
    return readable(row, ReportTables::order);
  }

  /** An unreadable row counts as absent. */
  private static <T> Optional<T> readable(ResultSet row, RowReader<T> reader) throws SQLException {
    try {
      return Optional.of(reader.read(row));
    } catch (RuntimeException | UnreadableJson broken) {
      return Optional.empty();
    }
  }

  /** All days of which the table of refunds holds other refunds than the orders do. */
  List<DayKey> withMisplacedRefunds() {
    return jdbc.sql(MISPLACED_REFUNDS.formatted(generation, true))
        .query((row, _) -> ReportTables.key(row))
        .list();
  }

  /** Those of these days. */
  public Set<LocalDate> withMisplacedRefunds(Days days) {
    return jdbc.sql(
            MISPLACED_REFUNDS.formatted(
                generation, "merchant_id = :merchant AND business_date BETWEEN :from AND :to"))
        .param("merchant", days.merchantId().value())
        .param("from", days.from())
        .param("to", days.to())
        .query((row, _) -> row.getObject("business_date", LocalDate.class))
        .set();
  }

  /** The figures of these orders; null for none. */
  static @Nullable DaySummary summaryOf(List<OrderRow> orders) {
    return orders.isEmpty() ? null : DaySummary.of(orders);
  }

  /** Deletes the day, with its orders. */
  void delete(DayKey day) {
    for (String table : List.of("orders", "refunds", "days")) {
      jdbc.sql(
              "DELETE FROM %s.%s WHERE merchant_id = ? AND business_date = ?"
                  .formatted(generation, table))
          .params(day.merchantId().value(), day.businessDate())
          .update();
    }
  }
}
