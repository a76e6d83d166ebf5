package dev.mocha.postgres.rebuilding;

import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.postgres.UnreadableJson;
import dev.mocha.postgres.reporting.GenerationTables;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
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
final class GenerationDays {

  private final String generation;
  private final JdbcClient jdbc;

  GenerationDays(DataSource reports, String generation) {
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
              DayKey day = GenerationComparison.day(row);
              readable(row, GenerationTables::summary).ifPresent(it -> kept.put(day, it));
            });
    return kept;
  }

  /** Those of its orders that can be read. */
  List<OrderRow> orders(DayKey day) {
    return jdbc
        .sql(
            "SELECT * FROM %s.orders WHERE merchant_id = ? AND business_date = ?"
                .formatted(generation))
        .params(day.merchantId().value(), day.businessDate())
        .query((row, _) -> order(row))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .toList();
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
    return readable(row, GenerationTables::order);
  }

  /** A row that was broken is as good as absent. */
  private static <T> Optional<T> readable(ResultSet row, RowReader<T> reader) throws SQLException {
    try {
      return Optional.of(reader.read(row));
    } catch (RuntimeException | UnreadableJson broken) {
      return Optional.empty();
    }
  }

  /** What the figures of these orders are; null for none. */
  static @Nullable DaySummary of(List<OrderRow> orders) {
    var day = new DaySummary();
    orders.forEach(it -> day.change(null, it));
    return orders.isEmpty() ? null : day;
  }

  /** Takes the day out, with its orders. */
  void remove(DayKey day) {
    for (String table : List.of("orders", "days")) {
      jdbc.sql(
              "DELETE FROM %s.%s WHERE merchant_id = ? AND business_date = ?"
                  .formatted(generation, table))
          .params(day.merchantId().value(), day.businessDate())
          .update();
    }
  }
}
