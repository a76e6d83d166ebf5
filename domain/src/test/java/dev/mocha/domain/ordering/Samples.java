package dev.mocha.domain.ordering;

import dev.mocha.domain.ordering.Decision.Accepted;
import dev.mocha.domain.ordering.Decision.Refused;
import dev.mocha.domain.ordering.OrderCommand.AcceptOrder;
import dev.mocha.domain.ordering.OrderCommand.CancelOrder;
import dev.mocha.domain.ordering.OrderCommand.DeliverOrder;
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
import dev.mocha.domain.ordering.OrderEvent.OrderRejected;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;

/**
 * One order of 55,000 rupiah, 5,000 off, at noon in Jakarta, and each step of it a minute later.
 */
final class Samples {

  static final OrderId ORDER = new OrderId("o-1");
  static final MerchantId MERCHANT = new MerchantId("m-1");
  static final LocalDate DAY = LocalDate.of(2018, 7, 26);
  static final Instant NOON = Instant.parse("2018-07-26T05:00:00Z");
  static final Currency IDR = Currency.getInstance("IDR");
  static final MerchantTerms TERMS = terms("Warung Sari", LocalTime.of(4, 0), IDR, 2_000);
  static final Placement PLACEMENT =
      placement(5_000, new OrderLine("ng", "Nasi Goreng", 2, 25_000, "pedas"), line(1, 5_000));

  static final PlaceOrder PLACE = new PlaceOrder(PLACEMENT, TERMS);
  static final AcceptOrder ACCEPT = new AcceptOrder(ORDER);
  static final MarkOrderReady READY = new MarkOrderReady(ORDER);
  static final PickUpOrder PICK_UP = new PickUpOrder(ORDER);
  static final DeliverOrder DELIVER = new DeliverOrder(ORDER);
  static final RejectOrder REJECT = new RejectOrder(ORDER, "CLOSED");
  static final CancelOrder CANCEL = new CancelOrder(ORDER, "customer", "TOO_LATE");
  static final RefundOrder REFUND = refund(20_000);

  static final OrderPlaced PLACED_EVENT =
      new OrderPlaced(
          ORDER,
          MERCHANT,
          DAY,
          NOON,
          ZoneId.of("Asia/Jakarta"),
          IDR,
          "F-1",
          "c-9",
          "GOPAY",
          PLACEMENT.lines(),
          55_000,
          5_000,
          8_000,
          1_100,
          10_000,
          "no cutlery");
  static final OrderAccepted ACCEPTED_EVENT = new OrderAccepted(ORDER, MERCHANT, DAY, minute(1));
  static final OrderReady READY_EVENT = new OrderReady(ORDER, MERCHANT, DAY, minute(2));
  static final OrderPickedUp PICKED_UP_EVENT = new OrderPickedUp(ORDER, MERCHANT, DAY, minute(3));
  static final OrderDelivered DELIVERED_EVENT = new OrderDelivered(ORDER, MERCHANT, DAY, minute(4));
  static final OrderRejected REJECTED_EVENT =
      new OrderRejected(ORDER, MERCHANT, DAY, minute(1), "CLOSED");
  static final OrderCancelled CANCELLED_EVENT =
      new OrderCancelled(ORDER, MERCHANT, DAY, minute(1), "customer", "TOO_LATE");

  private Samples() {}

  static MerchantTerms terms(String name, LocalTime cutoff, Currency currency, int bps) {
    return new MerchantTerms(name, ZoneId.of("Asia/Jakarta"), cutoff, currency, bps);
  }

  static Placement placement(long discount, OrderLine... lines) {
    return new Placement(
        ORDER,
        MERCHANT,
        "F-1",
        "c-9",
        "GOPAY",
        List.of(lines),
        discount,
        8_000,
        1_100,
        "no cutlery");
  }

  static OrderLine line(int quantity, long unitPrice) {
    return new OrderLine("et", "Es Teh", quantity, unitPrice, null);
  }

  static RefundOrder refund(long amount) {
    return new RefundOrder(ORDER, amount, "COLD");
  }

  /** So many minutes after noon. */
  static Instant minute(int minutes) {
    return NOON.plus(Duration.ofMinutes(minutes));
  }

  /** What brings an order to this status, each step in its minute. */
  static List<OrderEvent> eventsTo(OrderStatus status) {
    List<OrderEvent> straight =
        List.of(PLACED_EVENT, ACCEPTED_EVENT, READY_EVENT, PICKED_UP_EVENT, DELIVERED_EVENT);
    return switch (status) {
      case PLACED -> straight.subList(0, 1);
      case ACCEPTED -> straight.subList(0, 2);
      case READY -> straight.subList(0, 3);
      case PICKED_UP -> straight.subList(0, 4);
      case DELIVERED -> straight;
      case REJECTED -> List.of(PLACED_EVENT, REJECTED_EVENT);
      case CANCELLED -> List.of(PLACED_EVENT, CANCELLED_EVENT);
    };
  }

  /** An order in this status. */
  static Order in(OrderStatus status) {
    return Order.of(eventsTo(status));
  }

  /** What a command comes to: the status after it, or the refusal. */
  static String outcome(Order order, OrderCommand command, Instant now) {
    return switch (order.decide(command, now)) {
      case Refused(var refusal) -> refusal.name();
      case Accepted(var events) -> {
        Order next = order;
        for (OrderEvent event : events) {
          next = next.evolve(event);
        }
        yield next instanceof Order.Placed(var facts, _) ? facts.status().name() : "UNPLACED";
      }
    };
  }
}
