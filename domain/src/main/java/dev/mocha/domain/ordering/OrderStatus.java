package dev.mocha.domain.ordering;

/** Where an order stands, in the order of its life. */
public enum OrderStatus {
  PLACED,
  ACCEPTED,
  READY,
  PICKED_UP,
  DELIVERED,
  REJECTED,
  CANCELLED;

  /** Whether the order is still on its way to an end. */
  public boolean isOpen() {
    return switch (this) {
      case PLACED, ACCEPTED, READY, PICKED_UP -> true;
      case DELIVERED, REJECTED, CANCELLED -> false;
    };
  }

  /** Whether this step is the one that normally follows the other. */
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
