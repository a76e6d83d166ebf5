package dev.mocha.application.rebuilding;

import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.PlacedOrder;
import org.jspecify.annotations.Nullable;

/** What the next event of an order in the history makes of its row. */
final class OrderFold {

  private OrderFold() {}

  /**
   * The row with the event in it; the same row when the event is in it already.
   *
   * @param row null before the first event
   * @throws IrregularHistory when the event before it is missing, or it cannot come here
   */
  static OrderRow next(@Nullable OrderRow row, OrderEvent event, long sequence) {
    long expected = row == null ? 0 : row.sequence() + 1;
    if (row != null && sequence < expected) {
      return row;
    }
    if (sequence > expected) {
      throw new IrregularHistory(
          "order %s: event %d is missing".formatted(event.orderId().value(), expected));
    }
    try {
      PlacedOrder order =
          row == null ? PlacedOrder.of((OrderPlaced) event) : row.order().after(event);
      return new OrderRow(order, sequence);
    } catch (IllegalStateException | ClassCastException impossible) {
      throw new IrregularHistory(
          "event %d of order %s cannot come here".formatted(sequence, event.orderId().value()),
          impossible);
    }
  }
}
