package dev.mocha.application.reporting;

import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.domain.ordering.PlacedOrder.Refund;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The complete order report of a merchant for a business day. Amounts are in the currency's minor
 * unit.
 *
 * @param completeTo the report contains everything that was committed before this time
 * @param isFinal the day is over, complete and has no open order
 */
public record DailyReport(
    MerchantId merchantId,
    String merchantName,
    LocalDate date,
    ZoneId timeZone,
    Currency currency,
    Instant dayStart,
    Instant dayEnd,
    Instant completeTo,
    boolean isFinal,
    Summary summary,
    Map<OrderStatus, Long> byStatus,
    List<Hour> byHour,
    List<Payment> byPaymentMethod,
    List<Item> topItems,
    List<Cancellation> cancellations,
    Preparation preparation,
    Trend comparison,
    OrderPage orders) {

  /** The number of items in {@code topItems}. */
  public static final int TOP_ITEMS = 10;

  /**
   * Builds a report.
   *
   * @param merchant its terms at the start of the day define when the day starts and ends
   * @param refunds the merchant's refunds around this day; those of other days are ignored
   */
  public static DailyReport of(
      MerchantId merchantId,
      Merchant merchant,
      LocalDate date,
      Instant completeTo,
      DayTotals totals,
      List<Refund> refunds,
      ReportBreakdown breakdowns,
      Trend comparison,
      OrderPage orders) {
    MerchantTerms terms = merchant.termsOn(date);
    Instant end = terms.calendar().end(date);
    return new DailyReport(
        merchantId,
        merchant.terms().name(),
        date,
        terms.timeZone(),
        terms.currency(),
        terms.calendar().start(date),
        end,
        completeTo,
        !completeTo.isBefore(end) && totals.inProgress() == 0,
        totals.summary(processed(refunds, merchant, date)),
        totals.byStatus(),
        breakdowns.byHour(),
        breakdowns.byPaymentMethod(),
        breakdowns.topItems(),
        breakdowns.cancellations(),
        breakdowns.preparation(),
        comparison,
        orders);
  }

  /** The sum of the refunds made on this business day of the merchant. */
  private static long processed(List<Refund> refunds, Merchant merchant, LocalDate date) {
    return refunds.stream()
        .filter(it -> merchant.dateOf(it.at()).equals(date))
        .mapToLong(Refund::amount)
        .reduce(0, Math::addExact);
  }

  /** The sums that the summary was made of. */
  DayTotals totals() {
    return new DayTotals(
        byStatus,
        summary.items(),
        summary.grossSales(),
        summary.discounts(),
        summary.taxes(),
        summary.deliveryFees(),
        summary.refunds(),
        summary.commission(),
        summary.firstOrderAt(),
        summary.lastOrderAt());
  }

  /** This report with another page of its orders. */
  public DailyReport with(OrderPage page) {
    return new DailyReport(
        merchantId,
        merchantName,
        date,
        timeZone,
        currency,
        dayStart,
        dayEnd,
        completeTo,
        isFinal,
        summary,
        byStatus,
        byHour,
        byPaymentMethod,
        topItems,
        cancellations,
        preparation,
        comparison,
        page);
  }

  /**
   * The day in figures. Sales count delivered orders only.
   *
   * @param orders every order of the day
   * @param refunds refunds of this day's orders, whenever they were made
   * @param refundsProcessed refunds made on this day, of orders of any day
   * @param netSales grossSales - discounts - refunds
   * @param netPayout netSales - commission
   * @param averageOrderValue grossSales / delivered, rounded half up
   */
  public record Summary(
      long orders,
      long delivered,
      long cancelled,
      long rejected,
      long inProgress,
      long items,
      long grossSales,
      long discounts,
      long taxes,
      long deliveryFees,
      long refunds,
      long refundsProcessed,
      long commission,
      long netSales,
      long netPayout,
      long averageOrderValue,
      @Nullable Instant firstOrderAt,
      @Nullable Instant lastOrderAt) {}

  /** A local hour in which orders were placed, with its offset. */
  public record Hour(OffsetDateTime hour, long orders, long grossSales) {}

  public record Payment(String paymentMethod, long orders, long grossSales) {}

  public record Item(String name, long quantity, long grossSales) {}

  public record Cancellation(String reason, long orders) {}

  /** How long orders took from accepted to ready. */
  public record Preparation(long orders, long medianSeconds, long p90Seconds) {}

  public record Trend(TrendDay previousDay, TrendDay sameDayLastWeek) {}

  public record TrendDay(LocalDate date, long orders, long grossSales, long netPayout) {}

  /** Orders by the time of placing, then by id; {@code next} is null at the end. */
  public record OrderPage(List<PlacedOrder> items, @Nullable OrderCursor next) {
    public static final OrderPage NONE = new OrderPage(List.of(), null);

    /** Builds a page from the orders found, one more than the limit where the day has more. */
    public static OrderPage of(List<PlacedOrder> found, int limit) {
      if (found.size() <= limit) {
        return new OrderPage(found, null);
      }
      OrderPlaced last = found.get(limit - 1).placed();
      return new OrderPage(found.subList(0, limit), new OrderCursor(last.at(), last.orderId()));
    }
  }
}
