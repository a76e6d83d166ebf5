package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.sql.Columns.instant;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mocha.application.reporting.DayBreakdown;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.DayTotals;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.postgres.rows.OrderColumns;
import dev.mocha.postgres.sql.KeyedTable.Column;
import dev.mocha.postgres.sql.Row;
import dev.mocha.postgres.sql.UnreadableJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a day as a row of {@code days}. */
final class DayForm {

  static final List<Column> COLUMNS =
      Column.list(
          """
          merchant_id text, business_date date, placed bigint, accepted bigint, ready bigint,
          picked_up bigint, delivered bigint, rejected bigint, cancelled bigint, items bigint,
          gross_sales bigint, discounts bigint, taxes bigint, delivery_fees bigint,
          refunds bigint, commission bigint, first_order_at timestamptz,
          last_order_at timestamptz, breakdown jsonb, checksum bigint,
          seal_due boolean
          """);

  private DayForm() {}

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
    var byStatus = new EnumMap<OrderStatus, Long>(OrderStatus.class);
    for (OrderStatus status : OrderStatus.values()) {
      byStatus.put(status, row.getLong(status.name().toLowerCase(Locale.ROOT)));
    }
    return new DayTotals(
        byStatus,
        row.getLong("items"),
        row.getLong("gross_sales"),
        row.getLong("discounts"),
        row.getLong("taxes"),
        row.getLong("delivery_fees"),
        row.getLong("refunds"),
        row.getLong("commission"),
        instant(row, "first_order_at"),
        instant(row, "last_order_at"));
  }

  /** The breakdown in a row of {@code days}. */
  static DayBreakdown breakdown(ResultSet row) throws SQLException {
    try {
      return OrderColumns.JSON.readValue(row.getString("breakdown"), DayBreakdown.class);
    } catch (JsonProcessingException broken) {
      throw new UnreadableJson("the breakdown of a day", broken);
    }
  }
}
