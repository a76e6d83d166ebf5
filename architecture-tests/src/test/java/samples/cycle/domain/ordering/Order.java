package samples.cycle.domain.ordering;

/** What an order is. */
public final class Order {}
