package dev.mocha.application.reporting;

import dev.mocha.application.reporting.DailyReport.OtherDay;
import dev.mocha.application.reporting.DailyReport.Summary;
import dev.mocha.domain.ordering.Money;
import dev.mocha.domain.ordering.OrderStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a merchant's day that add up over its orders. Sales count delivered orders.
 *
 * @param byStatus every status, those without orders too
 */
public record DayTotals(
    Map<OrderStatus, Long> byStatus,
    long items,
    long grossSales,
    long discounts,
    long taxes,
    long deliveryFees,
    long refunds,
    long commission,
    @Nullable Instant firstOrderAt,
    @Nullable Instant lastOrderAt) {

  /** A day without orders. */
  public static final DayTotals ZERO = new DayTotals(Map.of(), 0, 0, 0, 0, 0, 0, 0, null, null);

  public DayTotals {
    var complete = new EnumMap<OrderStatus, Long>(OrderStatus.class);
    for (OrderStatus status : OrderStatus.values()) {
      complete.put(status, byStatus.getOrDefault(status, 0L));
    }
    byStatus = Collections.unmodifiableMap(complete);
  }

  /** How many orders have one of these statuses. */
  public long ordersIn(OrderStatus status) {
    return byStatus.getOrDefault(status, 0L);
  }

  /** Every order of the day. */
  public long orders() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Orders that have not come to an end. */
  public long inProgress() {
    return byStatus.entrySet().stream()
        .filter(it -> it.getKey().isOpen())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * What follows from the sums.
   *
   * @param refundsProcessed what was refunded on that day, of orders of any day
   */
  public Summary summary(long refundsProcessed) {
    long delivered = ordersIn(OrderStatus.DELIVERED);
    return new Summary(
        orders(),
        delivered,
        ordersIn(OrderStatus.CANCELLED),
        ordersIn(OrderStatus.REJECTED),
        inProgress(),
        items,
        grossSales,
        discounts,
        taxes,
        deliveryFees,
        refunds,
        refundsProcessed,
        commission,
        netSales(),
        netPayout(),
        Money.mean(grossSales, delivered),
        firstOrderAt,
        lastOrderAt);
  }

  /** This day as another day's report compares itself to it. */
  public OtherDay asOtherDay(LocalDate date) {
    return new OtherDay(date, orders(), grossSales, netPayout());
  }

  private long netSales() {
    return grossSales - discounts - refunds;
  }

  private long netPayout() {
    return netSales() - commission;
  }
}
