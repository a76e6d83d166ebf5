package dev.mocha.postgres.ordering;

import static dev.mocha.postgres.sql.Columns.at;

import dev.mocha.application.ordering.Orders;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderEvent.OrderRefunded;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.domain.ordering.PlacedOrder.Refund;
import dev.mocha.postgres.rows.OrderColumns;
import dev.mocha.postgres.sql.BinaryCopy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The operational tables of orders, their items and refunds. */
public final class OrdersTable implements Orders {

  /** Selects orders with their items and refunds. Append a condition. */
  public static final String SELECT =
      """
      SELECT o.*,
             (SELECT json_agg(json_build_object('sku', sku, 'name', name, 'quantity', quantity,
                                                'unitPrice', unit_price, 'note', i.note)
                              ORDER BY line)
              FROM order_items i
              WHERE i.order_id = o.order_id) AS lines,
             (SELECT sum(quantity * unit_price)::bigint
              FROM order_items i
              WHERE i.order_id = o.order_id) AS items_total,
             (SELECT coalesce(json_agg(json_build_object('at', refunded_at, 'amount', amount)
                                       ORDER BY number), '[]')
              FROM order_refunds r
              WHERE o.refunded > 0 AND r.order_id = o.order_id) AS refunds
      FROM orders o
      """;

  private final JdbcClient jdbc;

  public OrdersTable(JdbcClient orders) {
    this.jdbc = orders;
  }

  @Override
  public Optional<PlacedOrder> find(OrderId orderId) {
    return jdbc.sql(SELECT + "WHERE order_id = ?")
        .param(orderId.value())
        .query((row, _) -> OrderColumns.read(row))
        .optional();
  }

  @Override
  public List<PlacedOrder> ofMerchant(MerchantId merchantId, Set<OrderStatus> statuses, int limit) {
    Set<OrderStatus> wanted = statuses.isEmpty() ? Set.of(OrderStatus.values()) : statuses;
    return jdbc.sql(
            SELECT
                + """
                WHERE merchant_id = ? AND status = ANY (?)
                ORDER BY placed_at DESC, order_id
                LIMIT ?
                """)
        .params(merchantId.value(), wanted.stream().map(Enum::name).toArray(String[]::new), limit)
        .query((row, _) -> OrderColumns.read(row))
        .list();
  }

  @Override
  public void record(OrderEvent event) {
    if (event instanceof OrderPlaced placed) {
      insert(PlacedOrder.of(placed));
    } else {
      PlacedOrder before =
          find(event.orderId())
              .orElseThrow(() -> new IllegalStateException("no row of order " + event.orderId()));
      PlacedOrder after = before.after(event);
      update(after, before.refunded());
      if (event instanceof OrderRefunded) {
        insertRefunds(after);
      }
    }
  }

  private void insert(PlacedOrder order) {
    OrderPlaced placed = order.placed();
    jdbc.sql(
            """
            INSERT INTO orders
              (order_id, merchant_id, business_date, time_zone, currency, order_number, customer_id,
               payment_method, status, discount, delivery_fee, tax, commission, refunded, note, placed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            placed.orderId().value(),
            placed.merchantId().value(),
            placed.businessDate(),
            placed.timeZone().getId(),
            placed.currency().getCurrencyCode(),
            placed.orderNumber(),
            placed.customerId(),
            placed.paymentMethod(),
            order.status().name(),
            placed.discount(),
            placed.deliveryFee(),
            placed.tax(),
            placed.commission(),
            order.refunded(),
            placed.note(),
            at(placed.at()))
        .update();
    List<OrderLine> lines = placed.lines();
    jdbc.sql(
            """
            INSERT INTO order_items (order_id, line, sku, name, quantity, unit_price, note)
            SELECT ?, line, sku, name, quantity, unit_price, note
            FROM unnest(?, ?, ?, ?, ?)
              WITH ORDINALITY AS item (sku, name, quantity, unit_price, note, line)
            """)
        .params(
            placed.orderId().value(),
            lines.stream().map(OrderLine::sku).toArray(String[]::new),
            lines.stream().map(OrderLine::name).toArray(String[]::new),
            lines.stream().map(OrderLine::quantity).toArray(Integer[]::new),
            lines.stream().map(OrderLine::unitPrice).toArray(Long[]::new),
            lines.stream().map(OrderLine::note).toArray(String[]::new))
        .update();
  }

  /**
   * Updates the row of an order.
   *
   * @param refunded the known refunds' sum before the change, null if unknown. The row has another
   *     sum if a process that does not know the table of refunds wrote it
   */
  private void update(PlacedOrder order, @Nullable Long refunded) {
    String id = order.placed().orderId().value();
    int updated =
        jdbc.sql(
                """
                UPDATE orders
                SET status = ?, refunded = ?, accepted_at = ?, ready_at = ?, picked_up_at = ?,
                    delivered_at = ?, rejected_at = ?, cancelled_at = ?, cancelled_by = ?, reason = ?
                WHERE order_id = ? AND refunded = coalesce(?, refunded)
                """)
            .param(order.status().name())
            .param(order.refunded())
            .param(at(order.acceptedAt()))
            .param(at(order.readyAt()))
            .param(at(order.pickedUpAt()))
            .param(at(order.deliveredAt()))
            .param(at(order.rejectedAt()))
            .param(at(order.cancelledAt()))
            .param(order.cancelledBy())
            .param(order.reason())
            .param(id)
            .param(refunded)
            .update();
    if (updated != 1) {
      throw new IllegalStateException(
          "the row of order %s is missing, or its refunds differ from table order_refunds"
              .formatted(id));
    }
  }

  /** Inserts the refunds that the table does not hold yet. */
  private void insertRefunds(PlacedOrder order) {
    if (order.refunds().isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO order_refunds (order_id, number, merchant_id, refunded_at, amount)
            SELECT ?, number, ?, refunded_at, amount
            FROM unnest(?::timestamptz[], ?) WITH ORDINALITY AS refund (refunded_at, amount, number)
            ON CONFLICT DO NOTHING
            """)
        .params(
            order.placed().orderId().value(),
            order.placed().merchantId().value(),
            order.refunds().stream().map(it -> it.at().toString()).toArray(String[]::new),
            order.refunds().stream().map(Refund::amount).toArray(Long[]::new))
        .update();
  }

  /** Writes orders in bulk, after their last event. */
  public void write(
      Connection connection, Collection<PlacedOrder> added, Collection<PlacedOrder> changed)
      throws SQLException {
    BinaryCopy.into(
        connection,
        """
        orders (order_id, merchant_id, business_date, time_zone, currency, order_number, customer_id,
                payment_method, status, discount, delivery_fee, tax, commission, refunded, note,
                placed_at, accepted_at, ready_at, picked_up_at, delivered_at, rejected_at, cancelled_at,
                cancelled_by, reason)
        """,
        24,
        added,
        (row, order) -> {
          OrderPlaced placed = order.placed();
          row.text(placed.orderId().value())
              .text(placed.merchantId().value())
              .date(placed.businessDate())
              .text(placed.timeZone().getId())
              .text(placed.currency().getCurrencyCode())
              .text(placed.orderNumber())
              .text(placed.customerId())
              .text(placed.paymentMethod())
              .text(order.status().name())
              .bigint(placed.discount())
              .bigint(placed.deliveryFee())
              .bigint(placed.tax())
              .bigint(placed.commission())
              .bigint(order.refunded())
              .text(placed.note())
              .timestamptz(placed.at())
              .timestamptz(order.acceptedAt())
              .timestamptz(order.readyAt())
              .timestamptz(order.pickedUpAt())
              .timestamptz(order.deliveredAt())
              .timestamptz(order.rejectedAt())
              .timestamptz(order.cancelledAt())
              .text(order.cancelledBy())
              .text(order.reason());
        });
    record Item(OrderId orderId, int number, OrderLine line) {}
    var items = new ArrayList<Item>();
    for (PlacedOrder order : added) {
      int number = 0;
      for (OrderLine line : order.placed().lines()) {
        items.add(new Item(order.placed().orderId(), ++number, line));
      }
    }
    BinaryCopy.into(
        connection,
        "order_items (order_id, line, sku, name, quantity, unit_price, note)",
        7,
        items,
        (row, item) ->
            row.text(item.orderId().value())
                .integer(item.number())
                .text(item.line().sku())
                .text(item.line().name())
                .integer(item.line().quantity())
                .bigint(item.line().unitPrice())
                .text(item.line().note()));
    changed.forEach(it -> update(it, null));
    record Refunded(OrderId orderId, MerchantId merchantId, int number, Refund refund) {}
    var refunds = new ArrayList<Refunded>();
    for (PlacedOrder order : added) {
      int number = 0;
      for (Refund refund : order.refunds()) {
        refunds.add(
            new Refunded(order.placed().orderId(), order.placed().merchantId(), ++number, refund));
      }
    }
    BinaryCopy.into(
        connection,
        "order_refunds (order_id, number, merchant_id, refunded_at, amount)",
        5,
        refunds,
        (row, it) ->
            row.text(it.orderId().value())
                .integer(it.number())
                .text(it.merchantId().value())
                .timestamptz(it.refund().at())
                .bigint(it.refund().amount()));
    changed.forEach(this::insertRefunds);
  }
}
