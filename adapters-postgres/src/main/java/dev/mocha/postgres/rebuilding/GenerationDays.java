package dev.mocha.postgres.rebuilding;

import static java.util.stream.Collectors.groupingBy;

import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.postgres.reporting.ReportTables;
import dev.mocha.postgres.sql.UnreadableJson;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
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

/** Single days of a generation with everything in them. */
public final class GenerationDays {

  /** Days that hold other refunds by their time than their orders tell of. */
  private static final String REFUNDS_ASTRAY =
      """
      SELECT DISTINCT merchant_id, business_date
      FROM (
        SELECT merchant_id, business_date, order_id, number::integer AS number,
               CASE jsonb_typeof(refund -> 'at')
                 WHEN 'number' THEN (refund ->> 'at')::numeric END AS at,
               CASE jsonb_typeof(refund -> 'amount')
                 WHEN 'number' THEN (refund ->> 'amount')::numeric END AS amount,
               true AS is_told
        FROM %1$s.orders
        CROSS JOIN jsonb_array_elements(
          CASE jsonb_typeof(refunds) WHEN 'array' THEN refunds ELSE '[]' END)
          WITH ORDINALITY AS refund (refund, number)
        WHERE refunds <> '[]' AND %2$s
      ) AS told
      FULL JOIN (
        SELECT merchant_id, business_date, order_id, number,
               extract(epoch FROM refunded_at) AS at, amount::numeric AS amount,
               true AS is_kept
        FROM %1$s.refunds
        WHERE %2$s
      ) AS kept
        USING (merchant_id, business_date, order_id, number, at, amount)
      WHERE is_told IS NULL OR is_kept IS NULL
      """;

  private final String generation;
  private final JdbcClient jdbc;

  public GenerationDays(DataSource reports, String generation) {
    this.generation = generation;
    this.jdbc = JdbcClient.create(reports);
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** The figures as they are kept; null where there are none that can be read. */
  @Nullable DaySummary summary(DayKey day) {
    return summaries(List.of(day)).get(day);
  }

  /** The same of several days. */
  Map<DayKey, DaySummary> summaries(Collection<DayKey> days) {
    var kept = new HashMap<DayKey, DaySummary>();
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
              DayKey day = GenerationVerification.day(row);
              readable(row, ReportTables::summary).ifPresent(it -> kept.put(day, it));
            });
    return kept;
  }

  /** How many orders each of the days from the first to the last has, by its figures. */
  public Map<LocalDate, Long> counts(Days days) {
    var counts = new HashMap<LocalDate, Long>();
    jdbc.sql(
            """
            SELECT business_date,
                   placed + accepted + ready + picked_up + delivered + rejected + cancelled AS orders
            FROM %s.days WHERE merchant_id = ? AND business_date BETWEEN ? AND ?
            """
                .formatted(generation))
        .params(days.merchantId().value(), days.from(), days.to())
        .query(
            row -> {
              counts.put(row.getObject("business_date", LocalDate.class), row.getLong("orders"));
            });
    return counts;
  }

  /** The figures that can be read of the days from the first to the last. */
  public Map<LocalDate, DaySummary> summaries(Days days) {
    var kept = new HashMap<LocalDate, DaySummary>();
    jdbc.sql(
            "SELECT * FROM %s.days WHERE merchant_id = ? AND business_date BETWEEN ? AND ?"
                .formatted(generation))
        .params(days.merchantId().value(), days.from(), days.to())
        .query(
            row -> {
              LocalDate date = row.getObject("business_date", LocalDate.class);
              readable(row, ReportTables::summary).ifPresent(it -> kept.put(date, it));
            });
    return kept;
  }

  /** Those of its orders that can be read. */
  List<OrderRow> orders(DayKey day) {
    return orders(new Days(day.merchantId(), day.businessDate(), day.businessDate()))
        .getOrDefault(day.businessDate(), List.of());
  }

  /** Those of the days from the first to the last that can be read, by their days. */
  public Map<LocalDate, List<OrderRow>> orders(Days days) {
    return jdbc
        .sql(
            "SELECT * FROM %s.orders WHERE merchant_id = ? AND business_date BETWEEN ? AND ?"
                .formatted(generation))
        .params(days.merchantId().value(), days.from(), days.to())
        .query((row, _) -> order(row))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .collect(groupingBy(it -> it.order().placed().businessDate()));
  }

  /** The ids of all orders of some days, readable or not. */
  Set<OrderId> orderIds(Days days) {
    return jdbc.sql(
            "SELECT order_id FROM %s.orders WHERE merchant_id = ? AND business_date BETWEEN ? AND ?"
                .formatted(generation))
        .params(days.merchantId().value(), days.from(), days.to())
        .query((row, _) -> new OrderId(row.getString("order_id")))
        .set();
  }

  /** The order in a row of {@code orders}, if it makes one. */
  static Optional<OrderRow> order(ResultSet row) throws SQLException {
    return readable(row, ReportTables::order);
  }

  /** A row that was broken is as good as absent. */
  private static <T> Optional<T> readable(ResultSet row, RowReader<T> reader) throws SQLException {
    try {
      return Optional.of(reader.read(row));
    } catch (RuntimeException | UnreadableJson broken) {
      return Optional.empty();
    }
  }

  /** All days whose refunds do not stand where they are looked for by their time. */
  List<DayKey> refundsAstray() {
    return jdbc.sql(REFUNDS_ASTRAY.formatted(generation, true))
        .query((row, _) -> GenerationVerification.day(row))
        .list();
  }

  /** Which of these days are among them. */
  public Set<LocalDate> refundsAstray(Days days) {
    return jdbc.sql(
            REFUNDS_ASTRAY.formatted(
                generation, "merchant_id = :merchant AND business_date BETWEEN :from AND :to"))
        .param("merchant", days.merchantId().value())
        .param("from", days.from())
        .param("to", days.to())
        .query((row, _) -> row.getObject("business_date", LocalDate.class))
        .set();
  }

  /** What the figures of these orders are; null for none. */
  static @Nullable DaySummary of(List<OrderRow> orders) {
    var day = new DaySummary();
    orders.forEach(it -> day.change(null, it));
    return orders.isEmpty() ? null : day;
  }

  /** Takes the day out, with its orders. */
  void remove(DayKey day) {
    for (String table : List.of("orders", "refunds", "days")) {
      jdbc.sql(
              "DELETE FROM %s.%s WHERE merchant_id = ? AND business_date = ?"
                  .formatted(generation, table))
          .params(day.merchantId().value(), day.businessDate())
          .update();
    }
  }
}
