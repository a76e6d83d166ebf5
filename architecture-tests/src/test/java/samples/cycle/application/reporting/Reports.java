package samples.cycle.application.reporting;

import samples.cycle.domain.ordering.Order;

/** Knows the orders of another module, which is the same feature. */
public final class Reports {

  void count(Order order) {}
}
