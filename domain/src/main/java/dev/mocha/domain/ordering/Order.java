package dev.mocha.domain.ordering;

import static dev.mocha.domain.ordering.OrderStatus.ACCEPTED;
import static dev.mocha.domain.ordering.OrderStatus.DELIVERED;
import static dev.mocha.domain.ordering.OrderStatus.PICKED_UP;
import static dev.mocha.domain.ordering.OrderStatus.PLACED;
import static dev.mocha.domain.ordering.OrderStatus.READY;

import dev.mocha.domain.ordering.OrderCommand.AcceptOrder;
import dev.mocha.domain.ordering.OrderCommand.CancelOrder;
import dev.mocha.domain.ordering.OrderCommand.DeliverOrder;
import dev.mocha.domain.ordering.OrderCommand.FromHistory;
import dev.mocha.domain.ordering.OrderCommand.MarkOrderReady;
import dev.mocha.domain.ordering.OrderCommand.PickUpOrder;
import dev.mocha.domain.ordering.OrderCommand.PlaceOrder;
import dev.mocha.domain.ordering.OrderCommand.RefundOrder;
import dev.mocha.domain.ordering.OrderCommand.RejectOrder;
import dev.mocha.domain.ordering.OrderEvent.OrderAccepted;
import dev.mocha.domain.ordering.OrderEvent.OrderCancelled;
import dev.mocha.domain.ordering.OrderEvent.OrderDelivered;
import dev.mocha.domain.ordering.OrderEvent.OrderPickedUp;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderEvent.OrderReady;
import dev.mocha.domain.ordering.OrderEvent.OrderRefunded;
import dev.mocha.domain.ordering.OrderEvent.OrderRejected;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;

/** The decider of an order. It maps a command and the time to events or a refusal. */
public sealed interface Order {

  Order UNPLACED = new Unplaced();

  Decision<OrderEvent> decide(OrderCommand command, Instant now);

  Order evolve(OrderEvent event);

  /** The moment, or the time of the latest step if the caller's clock lags behind it. */
  Instant notBefore(Instant moment);

  static Order of(List<OrderEvent> events) {
    Order order = UNPLACED;
    for (OrderEvent event : events) {
      order = order.evolve(event);
    }
    return order;
  }

  record Unplaced() implements Order {

    @Override
    public Decision<OrderEvent> decide(OrderCommand command, Instant now) {
      return switch (command) {
        case PlaceOrder(var placement, var terms) -> place(placement, terms, now);
        case FromHistory(var step) -> decide(step, now);
        case AcceptOrder _,
            RejectOrder _,
            MarkOrderReady _,
            PickUpOrder _,
            DeliverOrder _,
            CancelOrder _,
            RefundOrder _ ->
            Decision.refuse(Refusal.UNKNOWN_ORDER);
      };
    }

    private static Decision<OrderEvent> place(Placement it, MerchantTerms terms, Instant now) {
      if (it.itemsTotal() > Money.MAX) {
        return Decision.refuse(Refusal.TOTAL_TOO_LARGE);
      }
      if (it.discount() > it.itemsTotal()) {
        return Decision.refuse(Refusal.DISCOUNT_EXCEEDS_TOTAL);
      }
      return Decision.accept(
          new OrderPlaced(
              it.orderId(),
              it.merchantId(),
              terms.calendar().dateOf(now),
              now,
              terms.timeZone(),
              terms.currency(),
              it.orderNumber(),
              it.customerId(),
              it.paymentMethod(),
              it.lines(),
              it.itemsTotal(),
              it.discount(),
              it.deliveryFee(),
              it.tax(),
              Money.share(it.itemsTotal() - it.discount(), terms.commissionBps()),
              it.note()));
    }

    @Override
    public Order evolve(OrderEvent event) {
      return switch (event) {
        case OrderPlaced placed -> new Placed(PlacedOrder.of(placed), placed.at());
        case OrderAccepted _,
            OrderRejected _,
            OrderReady _,
            OrderPickedUp _,
            OrderDelivered _,
            OrderCancelled _,
            OrderRefunded _ ->
            throw new IllegalStateException("order " + event.orderId() + " was never placed");
      };
    }

    @Override
    public Instant notBefore(Instant moment) {
      return moment;
    }
  }

  /**
   * From placing to its end.
   *
   * @param lastStepAt the time of the latest event
   */
  record Placed(PlacedOrder facts, Instant lastStepAt) implements Order {

    @Override
    public Decision<OrderEvent> decide(OrderCommand command, Instant now) {
      return decide(command, now, false);
    }

    private Decision<OrderEvent> decide(OrderCommand command, Instant now, boolean skipsSteps) {
      OrderPlaced it = facts.placed();
      return switch (command) {
        case FromHistory(var step) -> decide(step, now, true);
        case PlaceOrder(var placement, _) ->
            placement.equals(it.placement())
                ? Decision.nothingToDo()
                : Decision.refuse(Refusal.ALREADY_PLACED);
        case AcceptOrder(var id) -> advance(id, ACCEPTED, now, skipsSteps, OrderAccepted::new);
        case MarkOrderReady(var id) -> advance(id, READY, now, skipsSteps, OrderReady::new);
        case PickUpOrder(var id) -> advance(id, PICKED_UP, now, skipsSteps, OrderPickedUp::new);
        case DeliverOrder(var id) -> advance(id, DELIVERED, now, skipsSteps, OrderDelivered::new);
        case RejectOrder(var id, var reason) -> {
          if (facts.status().isOpen() && facts.status() != PLACED) {
            yield Decision.refuse(Refusal.ALREADY_ACCEPTED);
          }
          yield end(
              now, () -> new OrderRejected(id, it.merchantId(), it.businessDate(), now, reason));
        }
        case CancelOrder(var id, var by, var reason) ->
            end(
                now,
                () -> new OrderCancelled(id, it.merchantId(), it.businessDate(), now, by, reason));
        case RefundOrder(var id, var amount, var reason) -> {
          if (facts.status() != DELIVERED) {
            yield Decision.refuse(Refusal.NOT_DELIVERED);
          }
          if (amount > facts.paidForItems() - facts.refunded()) {
            yield Decision.refuse(Refusal.REFUND_EXCEEDS_PAYMENT);
          }
          yield inTime(
              now,
              () -> new OrderRefunded(id, it.merchantId(), it.businessDate(), now, amount, reason));
        }
      };
    }

    /** Makes the event of a step. */
    private interface Step {
      OrderEvent of(OrderId orderId, MerchantId merchantId, LocalDate businessDate, Instant at);
    }

    private Decision<OrderEvent> advance(
        OrderId id, OrderStatus to, Instant now, boolean skipsSteps, Step event) {
      OrderStatus from = facts.status();
      if (!from.isOpen()) {
        return Decision.refuse(Refusal.ALREADY_CLOSED);
      }
      if (to.compareTo(from) <= 0) {
        return Decision.refuse(Refusal.ALREADY_DONE);
      }
      if (!to.follows(from) && !skipsSteps) {
        return Decision.refuse(Refusal.OUT_OF_ORDER);
      }
      OrderPlaced placed = facts.placed();
      return inTime(now, () -> event.of(id, placed.merchantId(), placed.businessDate(), now));
    }

    private Decision<OrderEvent> end(Instant now, Supplier<OrderEvent> event) {
      return facts.status().isOpen() ? inTime(now, event) : Decision.refuse(Refusal.ALREADY_CLOSED);
    }

    private Decision<OrderEvent> inTime(Instant now, Supplier<OrderEvent> event) {
      return now.isBefore(lastStepAt)
          ? Decision.refuse(Refusal.BEFORE_PREVIOUS_STEP)
          : Decision.accept(event.get());
    }

    @Override
    public Order evolve(OrderEvent event) {
      return new Placed(facts.after(event), event.at());
    }

    @Override
    public Instant notBefore(Instant moment) {
      return moment.isBefore(lastStepAt) ? lastStepAt : moment;
    }
  }
}
