package dev.mocha.domain.ordering;

import dev.mocha.domain.ordering.OrderEvent.OrderAccepted;
import dev.mocha.domain.ordering.OrderEvent.OrderCancelled;
import dev.mocha.domain.ordering.OrderEvent.OrderDelivered;
import dev.mocha.domain.ordering.OrderEvent.OrderPickedUp;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderEvent.OrderReady;
import dev.mocha.domain.ordering.OrderEvent.OrderRefunded;
import dev.mocha.domain.ordering.OrderEvent.OrderRejected;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An order, folded from its events. The decider, the operational tables and the report share this
 * fold.
 *
 * @param reason of a rejection or cancellation
 * @param refunds in their order of time
 */
public record PlacedOrder(
    OrderPlaced placed,
    OrderStatus status,
    @Nullable Instant acceptedAt,
    @Nullable Instant readyAt,
    @Nullable Instant pickedUpAt,
    @Nullable Instant deliveredAt,
    @Nullable Instant rejectedAt,
    @Nullable Instant cancelledAt,
    @Nullable String cancelledBy,
    @Nullable String reason,
    List<Refund> refunds) {

  public PlacedOrder {
    refunds = List.copyOf(refunds);
  }

  /**
   * A refund.
   *
   * @param at to the microsecond
   * @param amount in the minor unit
   */
  public record Refund(Instant at, long amount) {

    public Refund {
      at = at.truncatedTo(ChronoUnit.MICROS);
    }
  }

  public static PlacedOrder of(OrderPlaced placed) {
    return new PlacedOrder(
        placed, OrderStatus.PLACED, null, null, null, null, null, null, null, null, List.of());
  }

  public PlacedOrder after(OrderEvent event) {
    return switch (event) {
      case OrderPlaced again ->
          throw new IllegalStateException("order " + again.orderId() + " was placed twice");
      case OrderAccepted e -> at(OrderStatus.ACCEPTED, e.at(), readyAt, pickedUpAt, deliveredAt);
      case OrderReady e -> at(OrderStatus.READY, acceptedAt, e.at(), pickedUpAt, deliveredAt);
      case OrderPickedUp e -> at(OrderStatus.PICKED_UP, acceptedAt, readyAt, e.at(), deliveredAt);
      case OrderDelivered e -> at(OrderStatus.DELIVERED, acceptedAt, readyAt, pickedUpAt, e.at());
      case OrderRejected e -> ended(OrderStatus.REJECTED, e.at(), null, null, e.reason());
      case OrderCancelled e -> ended(OrderStatus.CANCELLED, null, e.at(), e.by(), e.reason());
      case OrderRefunded e ->
          new PlacedOrder(
              placed,
              status,
              acceptedAt,
              readyAt,
              pickedUpAt,
              deliveredAt,
              rejectedAt,
              cancelledAt,
              cancelledBy,
              reason,
              Stream.concat(refunds.stream(), Stream.of(new Refund(e.at(), e.amount()))).toList());
    };
  }

  /** The sum of its refunds, in the minor unit. */
  public long refunded() {
    return refunds.stream().mapToLong(Refund::amount).reduce(0, Math::addExact);
  }

  /** What was paid for the items and can be refunded, in the minor unit. */
  public long paidForItems() {
    return placed.itemsTotal() - placed.discount();
  }

  private PlacedOrder at(
      OrderStatus next,
      @Nullable Instant accepted,
      @Nullable Instant ready,
      @Nullable Instant pickedUp,
      @Nullable Instant delivered) {
    return new PlacedOrder(
        placed,
        next,
        accepted,
        ready,
        pickedUp,
        delivered,
        rejectedAt,
        cancelledAt,
        cancelledBy,
        reason,
        refunds);
  }

  private PlacedOrder ended(
      OrderStatus end,
      @Nullable Instant rejected,
      @Nullable Instant cancelled,
      @Nullable String by,
      @Nullable String why) {
    return new PlacedOrder(
        placed,
        end,
        acceptedAt,
        readyAt,
        pickedUpAt,
        deliveredAt,
        rejected,
        cancelled,
        by,
        why,
        refunds);
  }
}
