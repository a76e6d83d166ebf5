package dev.mocha.application.reporting;

import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.PlacedOrder;
import org.jspecify.annotations.Nullable;

/** The result of applying an event to the row of its order. */
public sealed interface OrderFold {

  /**
   * The event is new.
   *
   * @param row with the event in it
   */
  record Applied(OrderRow row) implements OrderFold {}

  /** The row contains the event already. */
  record AlreadyApplied() implements OrderFold {}

  /**
   * The event has a predecessor that the row does not contain.
   *
   * @param expected sequence of the first missing event
   */
  record MissingPredecessor(long expected) implements OrderFold {}

  /**
   * Applies an event.
   *
   * @param row null before the first event
   * @param sequence of the event in its order, counted from 0
   * @throws IllegalStateException when an order cannot have this event at this point
   */
  static OrderFold next(@Nullable OrderRow row, OrderEvent event, long sequence) {
    long expected = row == null ? 0 : row.sequence() + 1;
    if (sequence < expected) {
      return new AlreadyApplied();
    }
    if (sequence > expected) {
      return new MissingPredecessor(expected);
    }
    return new Applied(
        new OrderRow(row == null ? placed(event) : row.order().after(event), sequence));
  }

  private static PlacedOrder placed(OrderEvent event) {
    if (event instanceof OrderPlaced placed) {
      return PlacedOrder.of(placed);
    }
    throw new IllegalStateException(
        "the first event of order %s is %s, expected OrderPlaced"
            .formatted(event.orderId().value(), event.getClass().getSimpleName()));
  }
}
