package dev.mocha.postgres.rebuilding;

import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.postgres.reporting.GenerationTables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Single days of a generation with everything in them. */
final class GenerationDays {

  private final String generation;
  private final JdbcClient jdbc;
  private final GenerationTables tables;

  GenerationDays(DataSource reports, String generation) {
    this.generation = generation;
    this.jdbc = JdbcClient.create(reports);
    this.tables = new GenerationTables(reports, generation);
  }

  /** The figures as they are kept; null where there are none. */
  @Nullable DaySummary summary(DayKey day) {
    return tables.days(Set.of(day)).get(day);
  }

  /** Those of its orders that can be read. */
  List<OrderRow> orders(DayKey day) {
    return jdbc
        .sql(
            "SELECT * FROM %s.orders WHERE merchant_id = ? AND business_date = ?"
                .formatted(generation))
        .params(day.merchantId().value(), day.businessDate())
        .query((row, _) -> readable(row))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** A row that makes no order is as good as absent. */
  static Optional<OrderRow> readable(ResultSet row) throws SQLException {
    try {
      return Optional.of(GenerationTables.order(row));
    } catch (IllegalArgumentException broken) {
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
