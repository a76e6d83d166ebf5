package dev.mocha.domain.ordering;

import dev.mocha.domain.ordering.Decision.Accepted;
import dev.mocha.domain.ordering.Decision.Refused;
import dev.mocha.domain.ordering.OrderCommand.FromHistory;
import dev.mocha.domain.ordering.OrderCommand.PlaceOrder;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The history of an order from an import, with the real times of its steps. */
public record OrderHistory(Placement placement, Instant placedAt, List<Step> steps) {

  /**
   * A step of the history.
   *
   * @param field the name of the step in the import
   */
  public record Step(String field, OrderCommand command, Instant at) {}

  /** The result of an import of a history. */
  public sealed interface Outcome {

    /** The events to append; empty when all were known. */
    record Extended(List<OrderEvent> added) implements Outcome {}

    /** The history is impossible, or differs from the known one. */
    record Contradiction(String field, Refusal refusal) implements Outcome {}
  }

  public OrderHistory {
    steps = List.copyOf(steps);
  }

  /**
   * Decides on each command of the history in turn and compares the events with the known ones. A
   * longer history adds its new events, a shorter or equal one adds nothing, and a different one is
   * a contradiction.
   *
   * @param terms the merchant's at the time of placing
   */
  public Outcome extend(List<OrderEvent> known, MerchantTerms terms) {
    var events = new ArrayList<OrderEvent>();
    Order order = Order.UNPLACED;
    if (known.isEmpty()) {
      switch (order.decide(new PlaceOrder(placement, terms), placedAt)) {
        case Refused(var refusal) -> {
          return new Outcome.Contradiction(fieldOf(refusal), refusal);
        }
        case Accepted(var first) -> events.addAll(first);
      }
    } else if (known.getFirst() instanceof OrderPlaced placed
        && placed.at().equals(placedAt)
        && placed.placement().equals(placement)) {
      events.add(placed);
    } else {
      return new Outcome.Contradiction("orderId", Refusal.ALREADY_PLACED);
    }
    order = Order.of(events);
    for (Step step : steps) {
      switch (order.decide(new FromHistory(step.command()), step.at())) {
        case Refused(var refusal) -> {
          return new Outcome.Contradiction(step.field(), refusal);
        }
        case Accepted(var next) -> {
          for (OrderEvent event : next) {
            events.add(event);
            order = order.evolve(event);
          }
        }
      }
    }
    int common = Math.min(events.size(), known.size());
    if (!events.subList(0, common).equals(known.subList(0, common))) {
      return new Outcome.Contradiction("orderId", Refusal.ALREADY_PLACED);
    }
    return new Outcome.Extended(List.copyOf(events.subList(common, events.size())));
  }

  private static String fieldOf(Refusal refusal) {
    return refusal == Refusal.DISCOUNT_EXCEEDS_TOTAL ? "discount" : "lines";
  }
}
