package dev.mocha.application.ordering;

import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operational tables of orders, which the main service's queries use. */
public interface Orders {

  Optional<PlacedOrder> find(OrderId orderId);

  /**
   * The latest orders of a merchant, newest first.
   *
   * @param statuses to filter by; all when empty
   */
  List<PlacedOrder> ofMerchant(MerchantId merchantId, Set<OrderStatus> statuses, int limit);

  /** Applies an event to the tables, in the transaction that stores the event. */
  void record(OrderEvent event);
}
