package dev.mocha.application.reporting;

import dev.mocha.application.reporting.DailyReport.Summary;
import dev.mocha.application.reporting.DailyReport.TrendDay;
import dev.mocha.domain.ordering.Money;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The sums over the orders of a merchant's day. Amounts count delivered orders only.
 *
 * @param byStatus every status, also those without orders
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

  private static final List<OrderStatus> STATUSES = List.of(OrderStatus.values());

  /** A day without orders. */
  public static final DayTotals ZERO = new DayTotals(Map.of(), 0, 0, 0, 0, 0, 0, 0, null, null);

  public DayTotals {
    var complete = new EnumMap<OrderStatus, Long>(OrderStatus.class);
    for (OrderStatus status : STATUSES) {
      complete.put(status, byStatus.getOrDefault(status, 0L));
    }
    byStatus = Collections.unmodifiableMap(complete);
  }

  /** What one order contributes to its day. */
  static DayTotals of(PlacedOrder order) {
    OrderPlaced placed = order.placed();
    long sold = order.status() == OrderStatus.DELIVERED ? 1 : 0;
    return new DayTotals(
        Map.of(order.status(), 1L),
        sold * placed.lines().stream().mapToLong(OrderLine::quantity).sum(),
        sold * placed.itemsTotal(),
        sold * placed.discount(),
        sold * placed.tax(),
        sold * placed.deliveryFee(),
        sold * order.refunded(),
        sold * placed.commission(),
        placed.at(),
        placed.at());
  }

  /**
   * The sums of both.
   *
   * @throws ArithmeticException when a sum does not fit into a long
   */
  DayTotals plus(DayTotals other) {
    return combined(other, Math::addExact);
  }

  /**
   * Without what an order of the day contributed before. The first and last time of placing stay:
   * the order is still part of the day.
   */
  DayTotals minus(DayTotals part) {
    return combined(part, Math::subtractExact);
  }

  private DayTotals combined(DayTotals other, LongBinaryOperator sum) {
    var statuses = new EnumMap<OrderStatus, Long>(OrderStatus.class);
    for (OrderStatus status : STATUSES) {
      statuses.put(status, sum.applyAsLong(ordersIn(status), other.ordersIn(status)));
    }
    return new DayTotals(
        statuses,
        sum.applyAsLong(items, other.items),
        sum.applyAsLong(grossSales, other.grossSales),
        sum.applyAsLong(discounts, other.discounts),
        sum.applyAsLong(taxes, other.taxes),
        sum.applyAsLong(deliveryFees, other.deliveryFees),
        sum.applyAsLong(refunds, other.refunds),
        sum.applyAsLong(commission, other.commission),
        earlier(firstOrderAt, other.firstOrderAt),
        later(lastOrderAt, other.lastOrderAt));
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  /** How many orders have this status. */
  public long ordersIn(OrderStatus status) {
    return byStatus.getOrDefault(status, 0L);
  }

  public long orders() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Orders that are still open. */
  public long inProgress() {
    return byStatus.entrySet().stream()
        .filter(it -> it.getKey().isOpen())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * The summary of the report.
   *
   * @param refundsProcessed refunds made on that day, of orders of any day
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

  /** The figures that another day's report shows as its trend. */
  public TrendDay asTrendDay(LocalDate date) {
    return new TrendDay(date, orders(), grossSales, netPayout());
  }

  private long netSales() {
    return grossSales - discounts - refunds;
  }

  private long netPayout() {
    return netSales() - commission;
  }
}
