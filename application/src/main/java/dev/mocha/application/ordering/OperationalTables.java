package dev.mocha.application.ordering;

import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;

/** Applies events to the operational tables, in the transaction that stores the events. */
final class OperationalTables {

  private final Orders orders;
  private final Merchants merchants;

  OperationalTables(Orders orders, Merchants merchants) {
    this.orders = orders;
    this.merchants = merchants;
  }

  @EventHandler
  void on(OrderEvent event) {
    orders.record(event);
  }

  @EventHandler
  void on(MerchantEvent event, @SequenceNumber long sequence) {
    merchants.record(event, sequence);
  }
}
