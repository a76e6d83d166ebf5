package dev.mocha.http;

import dev.mocha.application.ordering.Merchants;
import dev.mocha.application.ordering.Orders;
import dev.mocha.application.ordering.StoredHistories;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Orders, merchants and histories, as far as HTTP needs them. */
final class TablesInMemory implements Orders {

  private final Map<OrderId, PlacedOrder> orders = new ConcurrentHashMap<>();
  private final Map<MerchantId, Merchant> merchants = new ConcurrentHashMap<>();
  private final Map<OrderId, List<OrderEvent>> histories = new ConcurrentHashMap<>();

  @Override
  public Optional<PlacedOrder> find(OrderId orderId) {
    return Optional.ofNullable(orders.get(orderId));
  }

  @Override
  public List<PlacedOrder> ofMerchant(MerchantId merchantId, Set<OrderStatus> statuses, int limit) {
    return orders.values().stream()
        .filter(it -> it.placed().merchantId().equals(merchantId))
        .filter(it -> statuses.isEmpty() || statuses.contains(it.status()))
        .limit(limit)
        .toList();
  }

  @Override
  public void record(OrderEvent event) {
    orders.compute(
        event.orderId(),
        (_, order) -> order == null ? PlacedOrder.of((OrderPlaced) event) : order.after(event));
  }

  Merchants merchants() {
    return new Merchants() {
      @Override
      public Map<MerchantId, Merchant> find(Collection<MerchantId> merchantIds) {
        var found = new HashMap<>(merchants);
        found.keySet().retainAll(merchantIds);
        return found;
      }

      @Override
      public void record(MerchantEvent event, long sequence) {
        merchants.compute(
            event.merchantId(), (_, it) -> (it == null ? Merchant.UNREGISTERED : it).evolve(event));
      }
    };
  }

  StoredHistories histories() {
    return (orderIds, change) -> {
      var stored = new HashMap<>(histories);
      stored.keySet().retainAll(orderIds);
      for (StoredHistories.Extension it : change.apply(stored)) {
        var all = new ArrayList<>(it.stored());
        all.addAll(it.added());
        histories.put(it.orderId(), List.copyOf(all));
      }
    };
  }
}
