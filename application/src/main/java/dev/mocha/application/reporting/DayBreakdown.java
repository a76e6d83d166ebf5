package dev.mocha.application.reporting;

import java.time.OffsetDateTime;
import java.util.Map;

/**
 * A merchant's day by hour, payment method, item, reason and preparation time.
 *
 * @param items delivered orders only, by name
 * @param cancellations the number of orders by reason
 * @param preparation the number of orders by whole seconds from accepted to ready
 */
public record DayBreakdown(
    Map<OffsetDateTime, Sales> byHour,
    Map<String, Sales> byPaymentMethod,
    Map<String, Sold> items,
    Map<String, Long> cancellations,
    Map<Long, Long> preparation) {

  /** A day without orders. */
  public static final DayBreakdown NONE =
      new DayBreakdown(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  /**
   * @param orders every order
   * @param grossSales of the delivered ones
   */
  public record Sales(long orders, long grossSales) {
    Sales plus(Sales other) {
      return new Sales(orders + other.orders, grossSales + other.grossSales);
    }
  }

  public record Sold(long quantity, long grossSales) {
    Sold plus(Sold other) {
      return new Sold(quantity + other.quantity, grossSales + other.grossSales);
    }
  }
}
