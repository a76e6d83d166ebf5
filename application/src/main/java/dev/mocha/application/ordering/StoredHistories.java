package dev.mocha.application.ordering;

import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The stored events of orders, for history that comes in bulk. */
public interface StoredHistories {

  /**
   * In one transaction reads what is stored of these orders, has the change decided, and appends it
   * to the event store and the operational tables. Where another writer comes between, nothing is
   * changed and the decision is taken anew.
   *
   * @param change from the stored events of the orders that have any, to the events to append
   */
  void extend(
      Collection<OrderId> orderIds,
      Function<Map<OrderId, List<OrderEvent>>, List<Extension>> change);

  /** Events to append after those that are stored of the same order. */
  record Extension(OrderId orderId, List<OrderEvent> stored, List<OrderEvent> news) {}
}
