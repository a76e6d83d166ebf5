package samples.annotated.application;

import org.axonframework.eventhandling.EventHandler;

/** As it should be. */
final class OperationalTables {

  @EventHandler
  void on(String event) {}
}
