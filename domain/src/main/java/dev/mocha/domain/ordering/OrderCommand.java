package dev.mocha.domain.ordering;

import org.jspecify.annotations.Nullable;

/** The commands of an order. */
public sealed interface OrderCommand {

  OrderId orderId();

  /** Places an order under the merchant's current terms. */
  record PlaceOrder(Placement placement, MerchantTerms terms) implements OrderCommand {
    @Override
    public OrderId orderId() {
      return placement.orderId();
    }
  }

  record AcceptOrder(OrderId orderId) implements OrderCommand {}

  record RejectOrder(OrderId orderId, @Nullable String reason) implements OrderCommand {}

  record MarkOrderReady(OrderId orderId) implements OrderCommand {}

  record PickUpOrder(OrderId orderId) implements OrderCommand {}

  record DeliverOrder(OrderId orderId) implements OrderCommand {}

  record CancelOrder(OrderId orderId, @Nullable String by, @Nullable String reason)
      implements OrderCommand {}

  /**
   * Refunds a part of a delivered order's payment.
   *
   * @param amount in the minor unit, at least 1
   */
  record RefundOrder(OrderId orderId, long amount, @Nullable String reason)
      implements OrderCommand {
    public RefundOrder {
      Money.check(amount);
      if (amount == 0) {
        throw new IllegalArgumentException("a refund must be at least 1");
      }
    }
  }

  /** A step of imported history, which may skip steps that were not recorded. */
  record FromHistory(OrderCommand step) implements OrderCommand {
    @Override
    public OrderId orderId() {
      return step.orderId();
    }
  }
}
