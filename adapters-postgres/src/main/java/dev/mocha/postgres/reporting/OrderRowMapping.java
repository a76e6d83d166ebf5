package dev.mocha.postgres.reporting;

import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.postgres.rows.OrderColumns;
import dev.mocha.postgres.sql.KeyedTable.Column;
import dev.mocha.postgres.sql.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Writes and reads rows of {@code orders}. */
final class OrderRowMapping {

  static final List<Column> COLUMNS =
      Column.list(
          """
          merchant_id text, business_date date, order_id text, sequence bigint,
          placed_at timestamptz, time_zone text, currency text, order_number text,
          customer_id text, payment_method text, lines jsonb, items_total bigint,
          discount bigint, delivery_fee bigint, tax bigint, commission bigint, note text,
          status text, accepted_at timestamptz, ready_at timestamptz,
          picked_up_at timestamptz, delivered_at timestamptz, rejected_at timestamptz,
          cancelled_at timestamptz, cancelled_by text, reason text, refunds jsonb
          """);

  private OrderRowMapping() {}

  static void write(Row row, OrderRow it) {
    PlacedOrder order = it.order();
    OrderPlaced placed = order.placed();
    row.text(placed.merchantId().value())
        .date(placed.businessDate())
        .text(placed.orderId().value())
        .bigint(it.sequence())
        .timestamptz(placed.at())
        .text(placed.timeZone().getId())
        .text(placed.currency().getCurrencyCode())
        .text(placed.orderNumber())
        .text(placed.customerId())
        .text(placed.paymentMethod())
        .jsonb(OrderColumns.json(placed.lines()))
        .bigint(placed.itemsTotal())
        .bigint(placed.discount())
        .bigint(placed.deliveryFee())
        .bigint(placed.tax())
        .bigint(placed.commission())
        .text(placed.note())
        .text(order.status().name())
        .timestamptz(order.acceptedAt())
        .timestamptz(order.readyAt())
        .timestamptz(order.pickedUpAt())
        .timestamptz(order.deliveredAt())
        .timestamptz(order.rejectedAt())
        .timestamptz(order.cancelledAt())
        .text(order.cancelledBy())
        .text(order.reason())
        .jsonb(OrderColumns.json(order.refunds()));
  }

  static OrderRow read(ResultSet row) throws SQLException {
    return new OrderRow(OrderColumns.read(row), row.getLong("sequence"));
  }
}
