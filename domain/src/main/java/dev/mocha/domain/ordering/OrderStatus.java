package dev.mocha.domain.ordering;

/** The status of an order, in the order of its lifecycle. */
public enum OrderStatus {
  PLACED,
  ACCEPTED,
  READY,
  PICKED_UP,
  DELIVERED,
  REJECTED,
  CANCELLED;

  public boolean isOpen() {
    return switch (this) {
      case PLACED, ACCEPTED, READY, PICKED_UP -> true;
      case DELIVERED, REJECTED, CANCELLED -> false;
    };
  }

  /** Whether this status is the regular successor of the other. */
  boolean follows(OrderStatus other) {
    return switch (this) {
      case PLACED -> false;
      case ACCEPTED, REJECTED -> other == PLACED;
      case READY -> other == ACCEPTED;
      case PICKED_UP -> other == READY;
      case DELIVERED -> other == PICKED_UP;
      case CANCELLED -> other.isOpen();
    };
  }
}
