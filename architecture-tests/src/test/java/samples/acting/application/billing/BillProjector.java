package samples.acting.application.billing;

import org.axonframework.eventhandling.gateway.EventGateway;

/** Projects outside of reporting, and is found by its name. */
final class BillProjector {

  void publish(EventGateway events) {}
}
