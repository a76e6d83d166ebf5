package dev.mocha.application.reporting;

import dev.mocha.application.reporting.DayBreakdown.Sales;
import dev.mocha.application.reporting.DayBreakdown.Sold;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.BusinessCalendar;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The summary of a merchant's day while orders change. An order that changes takes out what it had
 * contributed and puts in what it contributes now, so that the sums need no look at the other
 * orders.
 */
public final class DaySummary {

  /** Stands for a cancellation without a reason. */
  public static final String UNSPECIFIED = "UNSPECIFIED";

  private final Map<OrderStatus, Long> byStatus = new EnumMap<>(OrderStatus.class);
  private final Map<OffsetDateTime, Sales> byHour;
  private final Map<String, Sales> byPaymentMethod;
  private final Map<String, Sold> itemsByName;
  private final Map<String, Long> cancellations;
  private final Map<Long, Long> preparation;
  private long items;
  private long grossSales;
  private long discounts;
  private long taxes;
  private long deliveryFees;
  private long refunds;
  private long commission;
  private @Nullable Instant firstOrderAt;
  private @Nullable Instant lastOrderAt;
  private long checksum;

  /** Goes on from a stored summary. */
  public DaySummary(DayTotals totals, DayBreakdown breakdown, long checksum) {
    byStatus.putAll(totals.byStatus());
    byHour = new HashMap<>(breakdown.byHour());
    byPaymentMethod = new HashMap<>(breakdown.byPaymentMethod());
    itemsByName = new HashMap<>(breakdown.items());
    cancellations = new HashMap<>(breakdown.cancellations());
    preparation = new HashMap<>(breakdown.preparation());
    items = totals.items();
    grossSales = totals.grossSales();
    discounts = totals.discounts();
    taxes = totals.taxes();
    deliveryFees = totals.deliveryFees();
    refunds = totals.refunds();
    commission = totals.commission();
    firstOrderAt = totals.firstOrderAt();
    lastOrderAt = totals.lastOrderAt();
    this.checksum = checksum;
  }

  /** A day without orders. */
  public DaySummary() {
    this(DayTotals.ZERO, DayBreakdown.NONE, 0);
  }

  /**
   * Takes over a change of an order.
   *
   * @param before null for a new order
   */
  public void change(@Nullable OrderRow before, OrderRow after) {
    if (before == null) {
      reaches(after.order().placed().at());
    } else {
      contribute(before.order(), -1);
      checksum -= before.checksum();
    }
    contribute(after.order(), 1);
    checksum += after.checksum();
  }

  /** Adds the summary of other orders of the same day. */
  public void add(DaySummary other) {
    other.byStatus.forEach((status, orders) -> byStatus.merge(status, orders, Long::sum));
    other.byHour.forEach((hour, sales) -> byHour.merge(hour, sales, Sales::plus));
    other.byPaymentMethod.forEach(
        (method, sales) -> byPaymentMethod.merge(method, sales, Sales::plus));
    other.itemsByName.forEach((name, sold) -> itemsByName.merge(name, sold, Sold::plus));
    other.cancellations.forEach((reason, orders) -> cancellations.merge(reason, orders, Long::sum));
    other.preparation.forEach((seconds, orders) -> preparation.merge(seconds, orders, Long::sum));
    items += other.items;
    grossSales += other.grossSales;
    discounts += other.discounts;
    taxes += other.taxes;
    deliveryFees += other.deliveryFees;
    refunds += other.refunds;
    commission += other.commission;
    reaches(other.firstOrderAt);
    reaches(other.lastOrderAt);
    checksum += other.checksum;
  }

  private void reaches(@Nullable Instant placedAt) {
    if (placedAt != null) {
      firstOrderAt =
          firstOrderAt == null || placedAt.isBefore(firstOrderAt) ? placedAt : firstOrderAt;
      lastOrderAt = lastOrderAt == null || placedAt.isAfter(lastOrderAt) ? placedAt : lastOrderAt;
    }
  }

  public DayTotals totals() {
    return new DayTotals(
        byStatus,
        items,
        grossSales,
        discounts,
        taxes,
        deliveryFees,
        refunds,
        commission,
        firstOrderAt,
        lastOrderAt);
  }

  public DayBreakdown breakdown() {
    return new DayBreakdown(
        Map.copyOf(byHour),
        Map.copyOf(byPaymentMethod),
        Map.copyOf(itemsByName),
        Map.copyOf(cancellations),
        Map.copyOf(preparation));
  }

  /**
   * Stands for everything kept of the day's orders, whatever the order in which they came: two that
   * hold the same orders in the same states have the same.
   */
  public long checksum() {
    return checksum;
  }

  private void contribute(PlacedOrder order, int sign) {
    var placed = order.placed();
    boolean delivered = order.status() == OrderStatus.DELIVERED;
    long itemsTotal = placed.itemsTotal();
    var sales = new Sales(sign, delivered ? sign * itemsTotal : 0);
    OffsetDateTime hour = BusinessCalendar.hourOf(placed.at(), placed.timeZone());
    add(byHour, hour, sales, Sales::plus, new Sales(0, 0));
    add(byPaymentMethod, placed.paymentMethod(), sales, Sales::plus, new Sales(0, 0));
    byStatus.merge(order.status(), (long) sign, Long::sum);
    if (delivered) {
      grossSales += sign * itemsTotal;
      discounts += sign * placed.discount();
      taxes += sign * placed.tax();
      deliveryFees += sign * placed.deliveryFee();
      commission += sign * placed.commission();
      refunds += sign * order.refunded();
      for (OrderLine line : placed.lines()) {
        items += (long) sign * line.quantity();
        var sold = new Sold((long) sign * line.quantity(), sign * line.total());
        add(itemsByName, line.name(), sold, Sold::plus, new Sold(0, 0));
      }
    }
    if (order.status() == OrderStatus.CANCELLED || order.status() == OrderStatus.REJECTED) {
      String reason = order.reason() == null ? UNSPECIFIED : order.reason();
      add(cancellations, reason, (long) sign, Long::sum, 0L);
    }
    if (order.acceptedAt() != null && order.readyAt() != null) {
      long seconds = Duration.between(order.acceptedAt(), order.readyAt()).toSeconds();
      add(preparation, seconds, (long) sign, Long::sum, 0L);
    }
  }

  /** Adds, and drops what has become nothing. */
  private static <K, V> void add(Map<K, V> sums, K key, V change, BinaryOperator<V> plus, V zero) {
    sums.compute(
        key,
        (_, old) -> {
          V sum = old == null ? change : plus.apply(old, change);
          return sum.equals(zero) ? null : sum;
        });
  }
}
