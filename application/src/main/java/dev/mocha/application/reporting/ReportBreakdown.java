package dev.mocha.application.reporting;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import dev.mocha.application.reporting.DailyReport.Cancellation;
import dev.mocha.application.reporting.DailyReport.Hour;
import dev.mocha.application.reporting.DailyReport.Item;
import dev.mocha.application.reporting.DailyReport.Payment;
import dev.mocha.application.reporting.DailyReport.Preparation;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A day's breakdown as the report lists it: sorted, cut to the top items, with percentiles. */
public record ReportBreakdown(
    List<Hour> byHour,
    List<Payment> byPaymentMethod,
    List<Item> topItems,
    List<Cancellation> cancellations,
    Preparation preparation) {

  /** UTF-8 bytes compare as code points do; {@code String} compares UTF-16 units. */
  static final Comparator<String> BY_CODE_POINT =
      comparing(it -> it.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  static final Comparator<Payment> MOST_PAID_BY =
      comparingLong(Payment::orders)
          .reversed()
          .thenComparing(Payment::paymentMethod, BY_CODE_POINT);

  static final Comparator<Cancellation> MOST_GIVEN =
      comparingLong(Cancellation::orders)
          .reversed()
          .thenComparing(Cancellation::reason, BY_CODE_POINT);

  /**
   * Builds the lists of a day.
   *
   * @param zone the merchant's. When clocks change within an hour, two local hours begin at the
   *     same instant; the one whose offset is in force then comes first
   */
  public static ReportBreakdown of(DayBreakdown day, ZoneId zone) {
    return new ReportBreakdown(
        day.byHour().entrySet().stream()
            .map(it -> new Hour(it.getKey(), it.getValue().orders(), it.getValue().grossSales()))
            .sorted(
                comparing((Hour it) -> it.hour().toInstant())
                    .thenComparing(it -> !isInForce(it.hour(), zone)))
            .toList(),
        day.byPaymentMethod().entrySet().stream()
            .map(it -> new Payment(it.getKey(), it.getValue().orders(), it.getValue().grossSales()))
            .sorted(MOST_PAID_BY)
            .toList(),
        day.items().entrySet().stream()
            .map(it -> new Item(it.getKey(), it.getValue().quantity(), it.getValue().grossSales()))
            .sorted(
                comparingLong(Item::quantity).reversed().thenComparing(Item::name, BY_CODE_POINT))
            .limit(DailyReport.TOP_ITEMS)
            .toList(),
        day.cancellations().entrySet().stream()
            .map(it -> new Cancellation(it.getKey(), it.getValue()))
            .sorted(MOST_GIVEN)
            .toList(),
        preparation(day.preparation()));
  }

  private static boolean isInForce(OffsetDateTime hour, ZoneId zone) {
    return zone.getRules().getOffset(hour.toInstant()).equals(hour.getOffset());
  }

  private static Preparation preparation(Map<Long, Long> ordersBySeconds) {
    long orders = ordersBySeconds.values().stream().mapToLong(Long::longValue).sum();
    var ascending = new TreeMap<>(ordersBySeconds);
    return new Preparation(
        orders, percentile(ascending, orders, 50), percentile(ascending, orders, 90));
  }

  /** Nearest rank: the value at position ceil(percent / 100 * count), counted from 1. */
  private static long percentile(TreeMap<Long, Long> ascending, long count, int percent) {
    long rank = Math.ceilDiv(percent * count, 100);
    long passed = 0;
    for (Map.Entry<Long, Long> entry : ascending.entrySet()) {
      passed += entry.getValue();
      if (passed >= rank) {
        return entry.getKey();
      }
    }
    return 0;
  }
}
