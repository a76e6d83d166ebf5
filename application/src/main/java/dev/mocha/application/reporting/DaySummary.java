package dev.mocha.application.reporting;

import dev.mocha.application.reporting.DayBreakdown.Sales;
import dev.mocha.application.reporting.DayBreakdown.Sold;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.BusinessCalendar;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The summary of a merchant's day while its orders change. A changed order subtracts what it
 * contributed before and adds what it contributes now, so no other order has to be read.
 */
public final class DaySummary {

  /** The reason of a cancellation that has none. */
  public static final String UNSPECIFIED = "UNSPECIFIED";

  private final Map<OffsetDateTime, Sales> byHour;
  private final Map<String, Sales> byPaymentMethod;
  private final Map<String, Sold> itemsByName;
  private final Map<String, Long> cancellations;
  private final Map<Long, Long> preparation;
  private DayTotals totals;
  private long checksum;

  /** Continues a stored summary. */
  public DaySummary(DayTotals totals, DayBreakdown breakdown, long checksum) {
    this.totals = totals;
    byHour = new HashMap<>(breakdown.byHour());
    byPaymentMethod = new HashMap<>(breakdown.byPaymentMethod());
    itemsByName = new HashMap<>(breakdown.items());
    cancellations = new HashMap<>(breakdown.cancellations());
    preparation = new HashMap<>(breakdown.preparation());
    this.checksum = checksum;
  }

  /** A day without orders. */
  public DaySummary() {
    this(DayTotals.ZERO, DayBreakdown.NONE, 0);
  }

  /** The summary of a day with these orders. */
  public static DaySummary of(Iterable<OrderRow> orders) {
    var day = new DaySummary();
    orders.forEach(it -> day.change(null, it));
    return day;
  }

  /**
   * Applies a change of an order.
   *
   * @param before null for a new order
   */
  public void change(@Nullable OrderRow before, OrderRow after) {
    if (before != null) {
      breakDown(before.order(), -1);
      totals = totals.minus(DayTotals.of(before.order()));
      checksum -= before.checksum();
    }
    breakDown(after.order(), 1);
    totals = totals.plus(DayTotals.of(after.order()));
    checksum += after.checksum();
  }

  /** Adds the summary of other orders of the same day. */
  public void add(DaySummary other) {
    other.byHour.forEach((hour, sales) -> byHour.merge(hour, sales, Sales::plus));
    other.byPaymentMethod.forEach(
        (method, sales) -> byPaymentMethod.merge(method, sales, Sales::plus));
    other.itemsByName.forEach((name, sold) -> itemsByName.merge(name, sold, Sold::plus));
    other.cancellations.forEach((reason, orders) -> cancellations.merge(reason, orders, Long::sum));
    other.preparation.forEach((seconds, orders) -> preparation.merge(seconds, orders, Long::sum));
    totals = totals.plus(other.totals);
    checksum += other.checksum;
  }

  public DayTotals totals() {
    return totals;
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
   * The sum of the checksums of the day's orders. It does not depend on their sequence: two days
   * with the same orders in the same states have the same checksum.
   */
  public long checksum() {
    return checksum;
  }

  private void breakDown(PlacedOrder order, int sign) {
    var placed = order.placed();
    boolean delivered = order.status() == OrderStatus.DELIVERED;
    var sales = new Sales(sign, delivered ? sign * placed.itemsTotal() : 0);
    OffsetDateTime hour = BusinessCalendar.hourOf(placed.at(), placed.timeZone());
    add(byHour, hour, sales, Sales::plus, new Sales(0, 0));
    add(byPaymentMethod, placed.paymentMethod(), sales, Sales::plus, new Sales(0, 0));
    if (delivered) {
      for (OrderLine line : placed.lines()) {
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

  /** Adds, and drops an entry whose sum is zero. */
  private static <K, V> void add(Map<K, V> sums, K key, V change, BinaryOperator<V> plus, V zero) {
    sums.compute(
        key,
        (_, old) -> {
          V sum = old == null ? change : plus.apply(old, change);
          return sum.equals(zero) ? null : sum;
        });
  }
}
