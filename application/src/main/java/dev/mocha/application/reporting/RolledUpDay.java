package dev.mocha.application.reporting;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.mocha.application.reporting.DailyReport.Cancellation;
import dev.mocha.application.reporting.DailyReport.Payment;
import dev.mocha.application.reporting.DailyReport.Summary;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/**
 * A business day of several merchants, each in its own time zone, summed up by currency. Amounts of
 * different currencies are never added.
 *
 * @param completeTo the earliest of its merchants
 * @param isFinal whether every merchant's day is final
 * @param currencies sorted by code
 */
public record RolledUpDay(
    LocalDate date, Instant completeTo, boolean isFinal, List<InCurrency> currencies) {

  /** The maximum number of merchants of a rolled-up day. */
  public static final int MAX_MERCHANTS = 50;

  /**
   * The merchants of one currency.
   *
   * @param merchants each with its own figures, sorted by id
   */
  public record InCurrency(
      Currency currency,
      Summary summary,
      Map<OrderStatus, Long> byStatus,
      List<Payment> byPaymentMethod,
      List<Cancellation> cancellations,
      List<Outlet> merchants) {}

  public record Outlet(
      MerchantId merchantId,
      String merchantName,
      ZoneId timeZone,
      Instant completeTo,
      boolean isFinal,
      Summary summary) {}

  /**
   * Sums up reports.
   *
   * @param reports of one date, at least one, each of a different merchant
   * @throws ArithmeticException when a sum does not fit into a long
   */
  public static RolledUpDay of(LocalDate date, Collection<DailyReport> reports) {
    return new RolledUpDay(
        date,
        reports.stream().map(DailyReport::completeTo).min(naturalOrder()).orElseThrow(),
        reports.stream().allMatch(DailyReport::isFinal),
        reports.stream().collect(groupingBy(DailyReport::currency)).entrySet().stream()
            .map(it -> inCurrency(it.getKey(), it.getValue()))
            .sorted(comparing((InCurrency it) -> it.currency().getCurrencyCode()))
            .toList());
  }

  private static InCurrency inCurrency(Currency currency, List<DailyReport> reports) {
    DayTotals totals =
        reports.stream().map(DailyReport::totals).reduce(DayTotals.ZERO, DayTotals::plus);
    return new InCurrency(
        currency,
        totals.summary(
            reports.stream()
                .mapToLong(it -> it.summary().refundsProcessed())
                .reduce(0, Math::addExact)),
        totals.byStatus(),
        payments(reports),
        cancellations(reports),
        reports.stream()
            .map(
                it ->
                    new Outlet(
                        it.merchantId(),
                        it.merchantName(),
                        it.timeZone(),
                        it.completeTo(),
                        it.isFinal(),
                        it.summary()))
            .sorted(comparing(it -> it.merchantId().value()))
            .toList());
  }

  private static List<Payment> payments(List<DailyReport> reports) {
    return reports.stream()
        .flatMap(it -> it.byPaymentMethod().stream())
        .collect(
            toMap(
                Payment::paymentMethod,
                it -> it,
                (one, other) ->
                    new Payment(
                        one.paymentMethod(),
                        one.orders() + other.orders(),
                        Math.addExact(one.grossSales(), other.grossSales()))))
        .values()
        .stream()
        .sorted(ReportBreakdown.MOST_PAID_BY)
        .toList();
  }

  private static List<Cancellation> cancellations(List<DailyReport> reports) {
    return reports.stream()
        .flatMap(it -> it.cancellations().stream())
        .collect(toMap(Cancellation::reason, Cancellation::orders, Math::addExact))
        .entrySet()
        .stream()
        .map(it -> new Cancellation(it.getKey(), it.getValue()))
        .sorted(ReportBreakdown.MOST_GIVEN)
        .toList();
  }
}
