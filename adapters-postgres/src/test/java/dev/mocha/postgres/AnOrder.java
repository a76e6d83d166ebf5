package dev.mocha.postgres;

import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.domain.ordering.OrderCommand;
import dev.mocha.domain.ordering.OrderCommand.AcceptOrder;
import dev.mocha.domain.ordering.OrderCommand.CancelOrder;
import dev.mocha.domain.ordering.OrderCommand.DeliverOrder;
import dev.mocha.domain.ordering.OrderCommand.MarkOrderReady;
import dev.mocha.domain.ordering.OrderCommand.PickUpOrder;
import dev.mocha.domain.ordering.OrderCommand.RefundOrder;
import dev.mocha.domain.ordering.OrderCommand.RejectOrder;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderHistory;
import dev.mocha.domain.ordering.OrderHistory.Outcome.Extended;
import dev.mocha.domain.ordering.OrderHistory.Step;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.domain.ordering.Placement;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes an order, from a plain one in Jakarta; times of steps are milliseconds after the
 * placing.
 */
public final class AnOrder {

  public static final MerchantId MERCHANT = new MerchantId("m-1");
  public static final MerchantTerms TERMS = terms("Asia/Jakarta", "04:00");

  private final OrderId id;
  private final List<OrderLine> lines = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private MerchantTerms terms = TERMS;
  private MerchantId merchant = MERCHANT;
  private Instant placedAt = Instant.parse("2018-07-26T05:12:33.123456Z");
  private String number;
  private String paymentMethod = "GOPAY";
  private long discount;
  private long deliveryFee;
  private long tax;
  private @Nullable String note;

  private AnOrder(String id) {
    this.id = new OrderId(id);
    this.number = "F-" + id;
  }

  public static AnOrder order(String id) {
    return new AnOrder(id);
  }

  public static MerchantTerms terms(String zone, String cutoff) {
    return new MerchantTerms(
        "Warung Sari",
        ZoneId.of(zone),
        LocalTime.parse(cutoff),
        Currency.getInstance("IDR"),
        2_000);
  }

  public AnOrder of(MerchantId merchantId) {
    merchant = merchantId;
    return this;
  }

  public AnOrder under(MerchantTerms agreed) {
    terms = agreed;
    return this;
  }

  public AnOrder at(String moment) {
    placedAt = Instant.parse(moment);
    return this;
  }

  public AnOrder numbered(String orderNumber) {
    number = orderNumber;
    return this;
  }

  public AnOrder paidBy(String method) {
    paymentMethod = method;
    return this;
  }

  public AnOrder line(String name, int quantity, long unitPrice) {
    return line(new OrderLine("sku", name, quantity, unitPrice, null));
  }

  public AnOrder line(OrderLine line) {
    lines.add(line);
    return this;
  }

  public AnOrder discount(long amount) {
    discount = amount;
    return this;
  }

  public AnOrder fees(long delivery, long taxes) {
    deliveryFee = delivery;
    tax = taxes;
    return this;
  }

  public AnOrder note(String text) {
    note = text;
    return this;
  }

  public AnOrder accepted(long millis) {
    return step(millis, new AcceptOrder(id));
  }

  public AnOrder ready(long millis) {
    return step(millis, new MarkOrderReady(id));
  }

  public AnOrder pickedUp(long millis) {
    return step(millis, new PickUpOrder(id));
  }

  public AnOrder delivered(long millis) {
    return step(millis, new DeliverOrder(id));
  }

  public AnOrder rejected(long millis, @Nullable String reason) {
    return step(millis, new RejectOrder(id, reason));
  }

  public AnOrder cancelled(long millis, @Nullable String by, @Nullable String reason) {
    return step(millis, new CancelOrder(id, by, reason));
  }

  public AnOrder refunded(long millis, long amount) {
    return step(millis, new RefundOrder(id, amount, "COLD"));
  }

  private AnOrder step(long millis, OrderCommand command) {
    steps.add(new Step("step", command, placedAt.plusMillis(millis)));
    return this;
  }

  /** What happened, as the decider has it; a step that it refuses is an error of the test. */
  public List<OrderEvent> events() {
    var placement =
        new Placement(
            id,
            merchant,
            number,
            "c-9",
            paymentMethod,
            lines.isEmpty() ? List.of(new OrderLine("sku", "Sate", 1, 10_000, null)) : lines,
            discount,
            deliveryFee,
            tax,
            note);
    return switch (new OrderHistory(placement, placedAt, steps).extend(List.of(), terms)) {
      case Extended(var added) -> added;
      case OrderHistory.Outcome.Contradiction it -> throw new IllegalStateException(it.toString());
    };
  }

  /** The order after all that. */
  public PlacedOrder order() {
    List<OrderEvent> events = events();
    PlacedOrder order = PlacedOrder.of((OrderPlaced) events.getFirst());
    for (OrderEvent event : events.subList(1, events.size())) {
      order = order.after(event);
    }
    return order;
  }
}
