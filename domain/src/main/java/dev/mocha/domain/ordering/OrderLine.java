package dev.mocha.domain.ordering;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of an order.
 *
 * @param unitPrice in the currency's minor unit
 */
public record OrderLine(
    String sku, String name, int quantity, long unitPrice, @Nullable String note) {

  public static final int MAX_QUANTITY = 1_000;

  /** The maximum unit price, in the minor unit. */
  public static final long MAX_UNIT_PRICE = 1_000_000_000_000L;

  public OrderLine {
    if (quantity < 1 || quantity > MAX_QUANTITY) {
      throw new IllegalArgumentException("quantity out of range: " + quantity);
    }
    if (unitPrice < 0 || unitPrice > MAX_UNIT_PRICE) {
      throw new IllegalArgumentException("unit price out of range: " + unitPrice);
    }
  }

  public long total() {
    return quantity * unitPrice;
  }

  public static long total(List<OrderLine> lines) {
    return lines.stream().mapToLong(OrderLine::total).sum();
  }
}
