package dev.mocha.application.reporting;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.domain.ordering.Decision.Accepted;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.domain.ordering.Order;
import dev.mocha.domain.ordering.OrderCommand;
import dev.mocha.domain.ordering.OrderCommand.AcceptOrder;
import dev.mocha.domain.ordering.OrderCommand.CancelOrder;
import dev.mocha.domain.ordering.OrderCommand.DeliverOrder;
import dev.mocha.domain.ordering.OrderCommand.FromHistory;
import dev.mocha.domain.ordering.OrderCommand.MarkOrderReady;
import dev.mocha.domain.ordering.OrderCommand.PickUpOrder;
import dev.mocha.domain.ordering.OrderCommand.PlaceOrder;
import dev.mocha.domain.ordering.OrderCommand.RefundOrder;
import dev.mocha.domain.ordering.OrderCommand.RejectOrder;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.Placement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** Lives of orders, from the placing to as far as their steps lead. */
public final class Lives {

  /** Merchants whose clocks change, by an hour or by half of one, and one whose clocks never do. */
  public static final List<MerchantTerms> TERMS =
      List.of(
          terms("America/New_York", LocalTime.of(4, 0), 2_000),
          terms("Australia/Lord_Howe", LocalTime.of(1, 45), 1_250),
          terms("America/Sao_Paulo", LocalTime.MIDNIGHT, 333),
          terms("Asia/Jakarta", LocalTime.of(23, 30), 0));

  /** A little before clocks change in New York and Sao Paulo. */
  public static final Instant BEGIN = Instant.parse("2018-11-03T20:00:00Z");

  private Lives() {}

  public static MerchantTerms terms(String zone, LocalTime cutoff, int commissionBps) {
    return new MerchantTerms(
        "Sari", ZoneId.of(zone), cutoff, Currency.getInstance("IDR"), commissionBps);
  }

  public static MerchantId merchant(int number) {
    return new MerchantId("m-" + number);
  }

  public static OrderId order(int number) {
    return new OrderId("o-" + number);
  }

  public static OrderLine line(String name, int quantity, long unitPrice) {
    return new OrderLine("sku", name, quantity, unitPrice, null);
  }

  public static Placement placement(
      int number, int merchant, String paymentMethod, long discount, List<OrderLine> lines) {
    return new Placement(
        order(number),
        merchant(merchant),
        "F-" + number,
        "c-1",
        paymentMethod,
        lines,
        discount,
        700 + number,
        90 + number,
        null);
  }

  /** Something that is tried on an order. */
  public enum Step {
    ACCEPT,
    READY,
    PICK_UP,
    DELIVER,
    REJECT,
    CANCEL,
    CANCEL_WITHOUT_REASON,
    REFUND;

    private OrderCommand on(OrderId id) {
      return switch (this) {
        case ACCEPT -> new AcceptOrder(id);
        case READY -> new MarkOrderReady(id);
        case PICK_UP -> new PickUpOrder(id);
        case DELIVER -> new DeliverOrder(id);
        case REJECT -> new RejectOrder(id, "OUT_OF_STOCK");
        case CANCEL -> new CancelOrder(id, "customer", "TOO_LATE");
        case CANCEL_WITHOUT_REASON -> new CancelOrder(id, null, null);
        case REFUND -> new RefundOrder(id, 1_001, null);
      };
    }
  }

  /** The events of an order that is placed at a moment and tries a step every so often. */
  public static List<OrderEvent> live(
      Placement placement, MerchantTerms terms, Instant at, Duration pause, List<Step> steps) {
    var events = new ArrayList<OrderEvent>();
    var commands = new ArrayList<OrderCommand>(List.of(new PlaceOrder(placement, terms)));
    steps.forEach(step -> commands.add(new FromHistory(step.on(placement.orderId()))));
    Instant now = at;
    for (OrderCommand command : commands) {
      if (Order.of(events).decide(command, now) instanceof Accepted(var news)) {
        events.addAll(news);
      }
      now = now.plus(pause);
    }
    return events;
  }

  private static final LogPartition LOG = new LogPartition("orders", 0);

  /** The events of one order with their places in its life. */
  public static List<Sequenced> sequenced(List<OrderEvent> life) {
    var numbered = new ArrayList<Sequenced>();
    for (OrderEvent event : life) {
      LogCount counted =
          LogCount.of(LOG, event.at(), event.orderId().value() + "/" + numbered.size());
      numbered.add(new Sequenced(event, numbered.size(), counted));
    }
    return numbered;
  }
}
