package dev.mocha.domain.ordering;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of an order. Each event carries the ids and the date by which its readers find the
 * order's row and partition without a look-up. Amounts are in the currency's minor unit.
 */
public sealed interface OrderEvent {

  OrderId orderId();

  MerchantId merchantId();

  /** The business day of the order, fixed when it was placed. */
  LocalDate businessDate();

  Instant at();

  /**
   * An order was placed.
   *
   * @param timeZone the merchant's at that moment; its day cut-off is part of the business date
   * @param itemsTotal {@link OrderLine#total(List)}, for readers that cannot sum over a list
   * @param commission at the merchant's rate of that moment
   */
  record OrderPlaced(
      OrderId orderId,
      MerchantId merchantId,
      LocalDate businessDate,
      Instant at,
      ZoneId timeZone,
      Currency currency,
      String orderNumber,
      String customerId,
      String paymentMethod,
      List<OrderLine> lines,
      long itemsTotal,
      long discount,
      long deliveryFee,
      long tax,
      long commission,
      @Nullable String note)
      implements OrderEvent {

    public OrderPlaced {
      lines = List.copyOf(lines);
      Placement.checkLines(lines);
      Money.check(discount);
      Money.check(deliveryFee);
      Money.check(tax);
      Money.check(commission);
      Money.check(itemsTotal);
      if (itemsTotal != OrderLine.total(lines)) {
        throw new IllegalArgumentException("the total is not the sum of the lines: " + itemsTotal);
      }
      if (discount > itemsTotal || commission > itemsTotal - discount) {
        throw new IllegalArgumentException("discount and commission exceed the items' total");
      }
    }

    public Placement placement() {
      return new Placement(
          orderId,
          merchantId,
          orderNumber,
          customerId,
          paymentMethod,
          lines,
          discount,
          deliveryFee,
          tax,
          note);
    }
  }

  record OrderAccepted(OrderId orderId, MerchantId merchantId, LocalDate businessDate, Instant at)
      implements OrderEvent {}

  record OrderRejected(
      OrderId orderId,
      MerchantId merchantId,
      LocalDate businessDate,
      Instant at,
      @Nullable String reason)
      implements OrderEvent {}

  record OrderReady(OrderId orderId, MerchantId merchantId, LocalDate businessDate, Instant at)
      implements OrderEvent {}

  record OrderPickedUp(OrderId orderId, MerchantId merchantId, LocalDate businessDate, Instant at)
      implements OrderEvent {}

  record OrderDelivered(OrderId orderId, MerchantId merchantId, LocalDate businessDate, Instant at)
      implements OrderEvent {}

  record OrderCancelled(
      OrderId orderId,
      MerchantId merchantId,
      LocalDate businessDate,
      Instant at,
      @Nullable String by,
      @Nullable String reason)
      implements OrderEvent {}

  /**
   * A part of the payment was refunded.
   *
   * @param amount at least 1
   */
  record OrderRefunded(
      OrderId orderId,
      MerchantId merchantId,
      LocalDate businessDate,
      Instant at,
      long amount,
      @Nullable String reason)
      implements OrderEvent {

    public OrderRefunded {
      Money.check(amount);
      if (amount == 0) {
        throw new IllegalArgumentException("a refund must be at least 1");
      }
    }
  }
}
