package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.sql.Columns.instant;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.mocha.application.reporting.DayBreakdown;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.DayTotals;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.postgres.rows.OrderColumns;
import dev.mocha.postgres.sql.Columns;
import dev.mocha.postgres.sql.KeyedTable.Column;
import dev.mocha.postgres.sql.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes and reads rows of {@code days}. */
final class DayRowMapping {

  private static final List<Column> SUMS =
      Column.list(
          """
          placed bigint, accepted bigint, ready bigint, picked_up bigint, delivered bigint,
          rejected bigint, cancelled bigint, items bigint, gross_sales bigint, discounts bigint,
          taxes bigint, delivery_fees bigint, refunds bigint, commission bigint,
          first_order_at timestamptz, last_order_at timestamptz
          """);

  static final List<Column> COLUMNS =
      Stream.of(
              Column.list("merchant_id text, business_date date"),
              SUMS,
              Column.list("breakdown jsonb, checksum bigint, seal_due boolean"))
          .flatMap(List::stream)
          .toList();

  /** The names of the columns that {@link DayTotals} consists of. */
  static final String TOTALS = SUMS.stream().map(Column::name).collect(joining(", "));

  private static final ObjectReader BREAKDOWN = OrderColumns.JSON.readerFor(DayBreakdown.class);

  private DayRowMapping() {}

  static void write(Row row, Map.Entry<DayKey, DaySummary> it) {
    DayTotals totals = it.getValue().totals();
    row.text(it.getKey().merchantId().value()).date(it.getKey().businessDate());
    for (OrderStatus status : OrderStatus.values()) {
      row.bigint(totals.ordersIn(status));
    }
    row.bigint(totals.items())
        .bigint(totals.grossSales())
        .bigint(totals.discounts())
        .bigint(totals.taxes())
        .bigint(totals.deliveryFees())
        .bigint(totals.refunds())
        .bigint(totals.commission())
        .timestamptz(totals.firstOrderAt())
        .timestamptz(totals.lastOrderAt())
        .jsonb(OrderColumns.json(it.getValue().breakdown()))
        .bigint(it.getValue().checksum())
        .bool(true);
  }

  static DaySummary read(ResultSet row) throws SQLException {
    return new DaySummary(totals(row), breakdown(row), row.getLong("checksum"));
  }

  /** The totals in a row of {@code days}. */
  static DayTotals totals(ResultSet row) throws SQLException {
    return totals(row::getLong, it -> instant(row, it));
  }

  /** The totals in a row of {@code days} that PostgreSQL has made JSON of. */
  static DayTotals totals(JsonNode row) throws SQLException {
    return totals(
        it -> row.get(it).longValue(),
        it -> OrderColumns.JSON.convertValue(row.get(it), Instant.class));
  }

  private interface Sum {
    long of(String column) throws SQLException;
  }

  private interface Moment {
    @Nullable Instant of(String column) throws SQLException;
  }

  private static DayTotals totals(Sum sum, Moment moment) throws SQLException {
    var byStatus = new EnumMap<OrderStatus, Long>(OrderStatus.class);
    for (OrderStatus status : OrderStatus.values()) {
      byStatus.put(status, sum.of(status.name().toLowerCase(Locale.ROOT)));
    }
    return new DayTotals(
        byStatus,
        sum.of("items"),
        sum.of("gross_sales"),
        sum.of("discounts"),
        sum.of("taxes"),
        sum.of("delivery_fees"),
        sum.of("refunds"),
        sum.of("commission"),
        moment.of("first_order_at"),
        moment.of("last_order_at"));
  }

  /** The breakdown in a row of {@code days}. */
  static DayBreakdown breakdown(ResultSet row) throws SQLException {
    return Columns.json(row, "breakdown", BREAKDOWN);
  }
}
