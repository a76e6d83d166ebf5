package samples.annotated.postgres;

import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;

/** Lets Axon call an adapter. */
final class OrdersTable {

  @EventHandler
  void on(EventMessage<?> event) {}
}
