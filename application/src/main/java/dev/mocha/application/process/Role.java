package dev.mocha.application.process;

import java.util.Set;

/**
 * The roles of a process. A role is a Spring profile of the same name: a configuration that belongs
 * to a role says {@code @Profile(Role.CONSUMER)}.
 */
public final class Role {

  /** The main service: takes commands, keeps the event store, publishes, answers the switch. */
  public static final String ORDERS = "orders";

  /** The log consumer: streams, projections, rebuilds, reconciliation. */
  public static final String CONSUMER = "consumer";

  /** The query side: daily reports and their page. */
  public static final String REPORTS = "reports";

  /** Every role there is. */
  public static final Set<String> ALL = Set.of(ORDERS, CONSUMER, REPORTS);

  private Role() {}
}
