package dev.mocha.domain.ordering;

import dev.mocha.domain.ordering.Decision.Accepted;
import dev.mocha.domain.ordering.Decision.Refused;
import dev.mocha.domain.ordering.OrderCommand.FromHistory;
import dev.mocha.domain.ordering.OrderCommand.PlaceOrder;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An order told afterwards, with the real times of its steps. */
public record OrderHistory(Placement placement, Instant placedAt, List<Step> steps) {

  /**
   * A step of the history.
   *
   * @param field what the step is called by whoever tells it
   */
  public record Step(String field, OrderCommand command, Instant at) {}

  /** What a telling adds to what is known. */
  public sealed interface Outcome {

    /** The events to append; none where all was known. */
    record Told(List<OrderEvent> news) implements Outcome {}

    /** The history cannot be true, or is not the one that is known. */
    record Contradiction(String field, Refusal refusal) implements Outcome {}
  }

  public OrderHistory {
    steps = List.copyOf(steps);
  }

  /**
   * Decides the history as if its commands had come one by one, and holds it against the events
   * that are known of the order: a longer telling adds what is new, a shorter or equal one adds
   * nothing, another one is a contradiction.
   *
   * @param terms the merchant's at the time of placing
   */
  public Outcome tell(List<OrderEvent> known, MerchantTerms terms) {
    var told = new ArrayList<OrderEvent>();
    Order order = Order.UNPLACED;
    if (known.isEmpty()) {
      switch (order.decide(new PlaceOrder(placement, terms), placedAt)) {
        case Refused(var refusal) -> {
          return new Outcome.Contradiction(fieldOf(refusal), refusal);
        }
        case Accepted(var events) -> told.addAll(events);
      }
    } else if (known.getFirst() instanceof OrderPlaced placed
        && placed.at().equals(placedAt)
        && placed.placement().equals(placement)) {
      told.add(placed);
    } else {
      return new Outcome.Contradiction("orderId", Refusal.ALREADY_PLACED);
    }
    order = Order.of(told);
    for (Step step : steps) {
      switch (order.decide(new FromHistory(step.command()), step.at())) {
        case Refused(var refusal) -> {
          return new Outcome.Contradiction(step.field(), refusal);
        }
        case Accepted(var events) -> {
          for (OrderEvent event : events) {
            told.add(event);
            order = order.evolve(event);
          }
        }
      }
    }
    int common = Math.min(told.size(), known.size());
    if (!told.subList(0, common).equals(known.subList(0, common))) {
      return new Outcome.Contradiction("orderId", Refusal.ALREADY_PLACED);
    }
    return new Outcome.Told(List.copyOf(told.subList(common, told.size())));
  }

  private static String fieldOf(Refusal refusal) {
    return refusal == Refusal.DISCOUNT_EXCEEDS_TOTAL ? "discount" : "lines";
  }
}
