package dev.mocha.application.reconciling;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.comparing.FollowerComparison;
import dev.mocha.application.comparing.FollowerComparison.Verdict;
import dev.mocha.application.process.Pause;
import dev.mocha.application.rebuilding.DayFields;
import dev.mocha.application.reconciling.OperationalDays.OperationalSnapshot;
import dev.mocha.application.reconciling.ReportDays.ReportSnapshot;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares days of a merchant in the operational tables with the same days in the report tables.
 * Whatever is not certain at once is checked again, up to {@value #MAX_CHECKS} times.
 */
final class DayComparison {

  private static final int MAX_CHECKS = 5;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private static final FollowerComparison<OperationalSnapshot, ReportSnapshot> TERMS =
      new FollowerComparison<>(
          DayComparison::areTermsEqual,
          DayComparison::isComplete,
          (first, second) -> first.merchant().equals(second.merchant()));

  private final OperationalDays operational;
  private final ReportDays reports;

  DayComparison(OperationalDays operational, ReportDays reports) {
    this.operational = operational;
    this.reports = reports;
  }

  /** The report tables do not catch up in time. */
  static final class ReportsBehind extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReportsBehind(Instant completeTo, Instant needed) {
      super(
          "the report tables are complete to %s; the run resumes when they are complete to %s"
              .formatted(completeTo, needed));
    }
  }

  /**
   * A confirmed difference.
   *
   * @param isReportBehind whether the event store has events of these orders that the report lacks
   */
  record Difference(List<FieldDifference> fields, boolean isReportBehind) {}

  /**
   * The result of a check.
   *
   * @param terms null where the merchant's terms do not differ, or are unstable
   * @param areTermsUnstable whether the terms changed during each check
   * @param days that differ
   * @param unstable days that changed during each check
   * @param dayCount days with anything on either side
   * @param orderCount orders of these days
   * @param ordersRead from the operational tables, by all checks together
   */
  record Result(
      @Nullable Difference terms,
      boolean areTermsUnstable,
      Map<LocalDate, Difference> days,
      Set<LocalDate> unstable,
      int dayCount,
      long orderCount,
      long ordersRead) {}

  /**
   * Checks the days.
   *
   * @throws ReportsBehind when the report tables do not catch up
   */
  Result check(MerchantId merchant, LocalDate from, LocalDate to) {
    OperationalSnapshot first = operational.read(merchant, from, to);
    ReportSnapshot report = reports.read(merchant, from, to);
    var all = new TreeSet<LocalDate>(first.orders().keySet());
    all.addAll(report.days().keySet());
    all.addAll(report.orders().keySet());
    all.addAll(report.wrongRefunds());
    long orderCount = first.orderCount();
    long ordersRead = orderCount;
    NavigableSet<LocalDate> suspects = differing(first, report, all);
    boolean suspectTerms = !areTermsEqual(first, report);
    var days = new TreeMap<LocalDate, Difference>();
    Difference terms = null;
    for (int check = 0; check < MAX_CHECKS && (suspectTerms || !suspects.isEmpty()); check++) {
      LocalDate firstDay = suspects.isEmpty() ? from : suspects.first();
      LocalDate lastDay = suspects.isEmpty() ? from : suspects.last();
      report = completeReport(first, merchant, firstDay, lastDay);
      suspects = differing(first, report, suspects);
      suspectTerms = suspectTerms && !areTermsEqual(first, report);
      if (suspects.isEmpty() && !suspectTerms) {
        break;
      }
      OperationalSnapshot second = operational.read(merchant, firstDay, lastDay);
      ordersRead += second.orderCount();
      for (LocalDate day : List.copyOf(suspects)) {
        switch (ofDay(day).compare(first, report, () -> second).verdict()) {
          case EQUAL -> suspects.remove(day);
          case DIFFERENT -> {
            days.put(day, difference(day, second, report));
            suspects.remove(day);
          }
          case BEHIND, CHANGED -> {}
        }
      }
      if (suspectTerms) {
        Verdict verdict = TERMS.compare(first, report, () -> second).verdict();
        terms = verdict == Verdict.DIFFERENT ? termsDifference(second, report) : null;
        suspectTerms = verdict == Verdict.BEHIND || verdict == Verdict.CHANGED;
      }
      first = second;
    }
    return new Result(terms, suspectTerms, days, suspects, all.size(), orderCount, ordersRead);
  }

  private static FollowerComparison<OperationalSnapshot, ReportSnapshot> ofDay(LocalDate date) {
    return new FollowerComparison<>(
        (operational, report) -> isEqual(date, operational, report),
        DayComparison::isComplete,
        (first, second) -> first.ordersOf(date).equals(second.ordersOf(date)));
  }

  private static boolean isComplete(OperationalSnapshot operational, ReportSnapshot report) {
    return !report.completeTo().isBefore(operational.committedBefore());
  }

  private static boolean areTermsEqual(OperationalSnapshot operational, ReportSnapshot report) {
    return operational.merchant().equals(report.merchant());
  }

  private static NavigableSet<LocalDate> differing(
      OperationalSnapshot operational, ReportSnapshot report, Set<LocalDate> among) {
    return among.stream()
        .filter(it -> !isEqual(it, operational, report))
        .collect(toCollection(TreeSet::new));
  }

  private static boolean isEqual(
      LocalDate date, OperationalSnapshot operational, ReportSnapshot report) {
    DaySummary day = DaySummary.of(operational.ordersOf(date));
    return !report.wrongRefunds().contains(date)
        && isEqual(day, report.days().get(date))
        && isEqual(day, DaySummary.of(report.ordersOf(date)));
  }

  private static boolean isEqual(DaySummary operational, @Nullable DaySummary report) {
    return report != null
        && operational.checksum() == report.checksum()
        && operational.totals().equals(report.totals())
        && operational.breakdown().equals(report.breakdown());
  }

  private static Difference difference(
      LocalDate day, OperationalSnapshot operational, ReportSnapshot report) {
    List<OrderRow> orders = operational.ordersOf(day);
    List<FieldDifference> fields =
        Stream.concat(
                DayFields.differences(
                    orders.isEmpty() ? null : DaySummary.of(orders),
                    orders,
                    report.days().get(day),
                    report.ordersOf(day))
                    .stream(),
                report.wrongRefunds().contains(day)
                    ? Stream.of(DayFields.MISPLACED_REFUNDS)
                    : Stream.of())
            .toList();
    Map<OrderId, Long> reported =
        report.ordersOf(day).stream()
            .collect(toMap(it -> it.order().placed().orderId(), OrderRow::sequence));
    return new Difference(
        fields,
        orders.stream()
            .anyMatch(
                it -> reported.getOrDefault(it.order().placed().orderId(), -1L) < it.sequence()));
  }

  private static Difference termsDifference(
      OperationalSnapshot operational, ReportSnapshot report) {
    return new Difference(
        FieldDifference.between(
            FieldDifference.fields("terms", operational.merchant().agreements()),
            FieldDifference.fields("terms", report.merchant().agreements())),
        operational.merchant().agreements().size() > report.merchant().agreements().size());
  }

  /** Reads again where a promotion makes another generation live that is behind. */
  private ReportSnapshot completeReport(
      OperationalSnapshot operational, MerchantId merchant, LocalDate from, LocalDate to) {
    ReportSnapshot report;
    do {
      awaitReports(operational);
      report = reports.read(merchant, from, to);
    } while (!isComplete(operational, report));
    return report;
  }

  private void awaitReports(OperationalSnapshot operational) {
    for (Duration waited = Duration.ZERO;
        reports.completeTo().isBefore(operational.committedBefore());
        waited = waited.plus(POLL_INTERVAL)) {
      if (waited.compareTo(MAX_WAIT) > 0) {
        throw new ReportsBehind(reports.completeTo(), operational.committedBefore());
      }
      Pause.of(POLL_INTERVAL);
    }
  }
}
