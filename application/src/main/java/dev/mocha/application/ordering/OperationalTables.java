package dev.mocha.application.ordering;

import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;

/** Keeps the operational tables in step with the events, in the transaction that stores them. */
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
