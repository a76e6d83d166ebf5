package dev.mocha.application.ordering;

import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The stored events of orders, for bulk imports. */
public interface StoredHistories {

  /**
   * Reads the stored events of orders, decides on the change, and appends it to the event store and
   * the operational tables, in one transaction. After a concurrent write it decides again.
   *
   * @param change maps the stored events, by order, to the events to append
   */
  void extend(
      Collection<OrderId> orderIds,
      Function<Map<OrderId, List<OrderEvent>>, List<Extension>> change);

  /** Events to append to the stored ones of an order. */
  record Extension(OrderId orderId, List<OrderEvent> stored, List<OrderEvent> added) {}
}
