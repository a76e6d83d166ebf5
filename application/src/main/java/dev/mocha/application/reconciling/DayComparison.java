package dev.mocha.application.reconciling;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import dev.mocha.application.rebuilding.FieldDifferences;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.application.reconciling.OperationalDays.Told;
import dev.mocha.application.reconciling.ReportDays.Kept;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds days of a merchant in the operational tables against those in the report tables.
 *
 * <p>Both are written meanwhile, and the report tables follow the others. A day differs where the
 * report tables, complete to a look at the operational tables, say something else than that look,
 * and a second look says the same as the first.
 */
final class DayComparison {

  private static final int LOOKS = 5;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final OperationalDays operational;
  private final ReportDays reports;

  DayComparison(OperationalDays operational, ReportDays reports) {
    this.operational = operational;
    this.reports = reports;
  }

  /**
   * What differs for certain.
   *
   * @param fields all that do
   * @param isLogShort whether the event store has events of these orders that the reports lack
   */
  record Difference(List<FieldDifference> fields, boolean isLogShort) {}

  /**
   * What was seen of some days.
   *
   * @param terms of the merchant; null where they are alike
   * @param areTermsMoving whether they kept changing
   * @param days that differ
   * @param moving days that kept changing
   * @param seen days with anything on either side
   * @param orders of these days
   * @param read orders that all looks at the operational tables took
   */
  record Seen(
      @Nullable Difference terms,
      boolean areTermsMoving,
      Map<LocalDate, Difference> days,
      Set<LocalDate> moving,
      int seen,
      long orders,
      long read) {}

  /**
   * Looks at the days from the first to the last.
   *
   * @throws Rejected when the report tables are behind for long
   */
  Seen look(MerchantId merchant, LocalDate from, LocalDate to) {
    Told told = operational.read(merchant, from, to);
    Kept kept = reports.read(merchant, from, to);
    var seen = new TreeSet<LocalDate>(told.orders().keySet());
    seen.addAll(kept.days().keySet());
    seen.addAll(kept.orders().keySet());
    seen.addAll(kept.refundsAstray());
    long orders = told.count();
    long read = orders;
    NavigableSet<LocalDate> suspects = differing(told, kept, seen);
    boolean suspectTerms = !kept.merchant().equals(told.merchant());
    var days = new TreeMap<LocalDate, Difference>();
    Difference terms = null;
    for (int look = 0; look < LOOKS && (suspectTerms || !suspects.isEmpty()); look++) {
      LocalDate first = suspects.isEmpty() ? from : suspects.first();
      LocalDate last = suspects.isEmpty() ? from : suspects.last();
      kept = complete(told, merchant, first, last);
      suspects = differing(told, kept, suspects);
      suspectTerms = suspectTerms && !kept.merchant().equals(told.merchant());
      if (suspects.isEmpty() && !suspectTerms) {
        break;
      }
      Told again = operational.read(merchant, first, last);
      read += again.count();
      for (LocalDate day : List.copyOf(suspects)) {
        if (again.of(day).equals(told.of(day))) {
          days.put(day, difference(day, told, kept));
          suspects.remove(day);
        }
      }
      if (suspectTerms && again.merchant().equals(told.merchant())) {
        terms = termsOf(told, kept);
        suspectTerms = false;
      }
      told = again;
    }
    return new Seen(terms, suspectTerms, days, suspects, seen.size(), orders, read);
  }

  private static NavigableSet<LocalDate> differing(Told told, Kept kept, Set<LocalDate> among) {
    return among.stream()
        .filter(
            it -> {
              DaySummary day = summary(told.of(it));
              return kept.refundsAstray().contains(it)
                  || !areAlike(day, kept.days().get(it))
                  || !areAlike(day, summary(kept.of(it)));
            })
        .collect(toCollection(TreeSet::new));
  }

  private static DaySummary summary(List<OrderRow> orders) {
    var day = new DaySummary();
    orders.forEach(it -> day.change(null, it));
    return day;
  }

  private static boolean areAlike(DaySummary one, @Nullable DaySummary other) {
    return other != null
        && one.checksum() == other.checksum()
        && one.totals().equals(other.totals())
        && one.breakdown().equals(other.breakdown());
  }

  private static Difference difference(LocalDate day, Told told, Kept kept) {
    List<OrderRow> orders = told.of(day);
    List<FieldDifference> fields =
        Stream.concat(
                FieldDifferences.of(
                    orders.isEmpty() ? null : summary(orders),
                    orders,
                    kept.days().get(day),
                    kept.of(day))
                    .stream(),
                kept.refundsAstray().contains(day)
                    ? Stream.of(FieldDifferences.MISPLACED_REFUNDS)
                    : Stream.of())
            .toList();
    Map<OrderId, Long> known =
        kept.of(day).stream()
            .collect(toMap(it -> it.order().placed().orderId(), OrderRow::sequence));
    return new Difference(
        fields,
        orders.stream()
            .anyMatch(
                it -> known.getOrDefault(it.order().placed().orderId(), -1L) < it.sequence()));
  }

  private static Difference termsOf(Told told, Kept kept) {
    return new Difference(
        FieldDifferences.between(
            "terms", told.merchant().agreements(), kept.merchant().agreements()),
        told.merchant().agreements().size() > kept.merchant().agreements().size());
  }

  /** Another generation, that is behind this one, may answer between. */
  private Kept complete(Told told, MerchantId merchant, LocalDate from, LocalDate to) {
    Kept kept;
    do {
      awaitReports(told);
      kept = reports.read(merchant, from, to);
    } while (kept.completeTo().isBefore(told.by()));
    return kept;
  }

  private void awaitReports(Told told) {
    for (Duration waited = Duration.ZERO;
        reports.completeTo().isBefore(told.by());
        waited = waited.plus(PAUSE)) {
      if (waited.compareTo(PATIENCE) > 0) {
        throw new Rejected(
            "the reports are complete to %s only; it goes on when they are to %s"
                .formatted(reports.completeTo(), told.by()));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("this process ends");
    }
  }
}
