package dev.mocha.domain.ordering;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a customer orders from a merchant. Amounts are in the currency's minor unit.
 *
 * @param orderNumber a short name for people; unlike the id it need not be unique
 * @param discount funded by the merchant
 */
public record Placement(
    OrderId orderId,
    MerchantId merchantId,
    String orderNumber,
    String customerId,
    String paymentMethod,
    List<OrderLine> lines,
    long discount,
    long deliveryFee,
    long tax,
    @Nullable String note) {

  public static final int MAX_LINES = 100;

  public Placement {
    lines = List.copyOf(lines);
    checkLines(lines);
    Money.check(discount);
    Money.check(deliveryFee);
    Money.check(tax);
  }

  static void checkLines(List<OrderLine> lines) {
    if (lines.isEmpty() || lines.size() > MAX_LINES) {
      throw new IllegalArgumentException("an order has 1 to " + MAX_LINES + " lines");
    }
  }

  public long itemsTotal() {
    return OrderLine.total(lines);
  }
}
