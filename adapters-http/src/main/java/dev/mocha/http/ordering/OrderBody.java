package dev.mocha.http.ordering;

import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order in every response. Amounts are in the currency's minor unit. */
public record OrderBody(
    String orderId,
    String orderNumber,
    Instant placedAt,
    @Nullable Instant acceptedAt,
    @Nullable Instant readyAt,
    @Nullable Instant pickedUpAt,
    @Nullable Instant deliveredAt,
    @Nullable Instant rejectedAt,
    @Nullable Instant cancelledAt,
    @Nullable String cancelledBy,
    @Nullable String reason,
    OrderStatus status,
    String paymentMethod,
    String customerId,
    List<OrderLine> lines,
    long itemsTotal,
    long discount,
    long deliveryFee,
    long tax,
    long commission,
    long refunded,
    @Nullable String note) {

  public static OrderBody of(PlacedOrder order) {
    var placed = order.placed();
    return new OrderBody(
        placed.orderId().value(),
        placed.orderNumber(),
        placed.at(),
        order.acceptedAt(),
        order.readyAt(),
        order.pickedUpAt(),
        order.deliveredAt(),
        order.rejectedAt(),
        order.cancelledAt(),
        order.cancelledBy(),
        order.reason(),
        order.status(),
        placed.paymentMethod(),
        placed.customerId(),
        placed.lines(),
        placed.itemsTotal(),
        placed.discount(),
        placed.deliveryFee(),
        placed.tax(),
        placed.commission(),
        order.refunded(),
        placed.note());
  }
}
