package samples.mutable.domain;

/** Of two events one can be changed afterwards. */
sealed interface OrderEvent {

  /** As it should be. */
  record Placed(String orderId) implements OrderEvent {}

  /** A class. */
  final class Accepted implements OrderEvent {
    String orderId = "";
  }
}
