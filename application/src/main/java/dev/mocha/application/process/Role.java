package dev.mocha.application.process;

import java.util.Set;

/**
 * The roles of a process. Each role is a Spring profile of the same name. A configuration that
 * belongs to a role is annotated with it, such as {@code @Profile(Role.CONSUMER)}.
 */
public final class Role {

  /** The main service: commands, event store, outbox relay, switch. */
  public static final String ORDERS = "orders";

  /** The log consumer: streams, projections, rebuilds, sealing, reconciliation. */
  public static final String CONSUMER = "consumer";

  /** The query side: daily reports and their page. */
  public static final String REPORTS = "reports";

  public static final Set<String> ALL = Set.of(ORDERS, CONSUMER, REPORTS);

  private Role() {}
}
