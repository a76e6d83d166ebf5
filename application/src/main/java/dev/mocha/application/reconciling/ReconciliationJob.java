package dev.mocha.application.reconciling;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.util.stream.Collectors.toMap;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.EventHistory;
import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.application.reconciling.DayComparison.Difference;
import dev.mocha.application.reconciling.DayComparison.Seen;
import dev.mocha.application.reconciling.ReconciliationControl.Repair;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.ReconciliationRun.Position;
import dev.mocha.application.reconciling.ReconciliationRun.Tally;
import dev.mocha.domain.ordering.MerchantId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the steps of a sweep: some days of a merchant each. */
final class ReconciliationJob {

  private static final Logger LOG = LoggerFactory.getLogger(ReconciliationJob.class);

  private static final int MOST_DAYS = 31;

  /** Of a step, unless a single day has more: they are in memory, from both sides. */
  static final long MOST_ORDERS = 5_000;

  /** What asking costs beside the orders that come, in orders. */
  private static final long COST_OF_A_LOOK = 10;

  private static final int LISTED_FIELDS = 50;

  /** When everything differs the first days tell why. */
  private static final int DETAILED_FINDINGS = 10_000;

  private static final String LOG_SHORT =
      "events that the event store has are not in the report: retry its dead letters; where there"
          + " are none, the log lacks them: rebuild from the event store";
  private static final String OTHERWISE_SAID =
      "the log says what the report says: the operational tables say something else";
  private static final List<String> OF_PERSONS = List.of(".customerId", ".note");

  private final ReconciliationRuns sweeps;
  private final OperationalDays operational;
  private final ReportDays reports;
  private final DayComparison tables;
  private final Repair repair;

  ReconciliationJob(
      ReconciliationRuns sweeps, OperationalDays operational, ReportDays reports, Repair repair) {
    this.sweeps = sweeps;
    this.operational = operational;
    this.reports = reports;
    this.tables = new DayComparison(operational, reports);
    this.repair = repair;
  }

  /**
   * What a step came to.
   *
   * @param cost orders that were read from the operational tables, and somewhat more
   */
  record Step(Tally tally, long cost) {}

  /**
   * Looks at the next days of a merchant, and keeps what differs.
   *
   * @return empty where the sweep was ended, or carried on by somebody else, meanwhile
   * @throws NotNow when the report tables are behind for long
   */
  Optional<Step> step(ReconciliationRun sweep, MerchantId merchant, LocalDate from) {
    LocalDate to = end(merchant, from, sweep.scope().to());
    Seen seen = tables.look(merchant, from, to);
    int listed = sweep.tally().differing() < DETAILED_FINDINGS ? LISTED_FIELDS : 0;
    boolean isFirst = from.equals(sweep.scope().from());
    var findings = new ArrayList<Finding>();
    if (seen.terms() != null && isFirst) {
      findings.add(finding(merchant, null, seen.terms(), listed));
    }
    seen.days()
        .forEach((day, difference) -> findings.add(finding(merchant, day, difference, listed)));
    var tally =
        new Tally(
            to.equals(sweep.scope().to()) ? 1 : 0,
            seen.seen(),
            seen.orders(),
            seen.moving().size() + (seen.areTermsMoving() && isFirst ? 1 : 0),
            findings.size(),
            0);
    if (!sweeps.done(sweep, new Position(merchant, to), tally, findings)) {
      return Optional.empty();
    }
    findings.forEach(ReconciliationJob::warn);
    return Optional.of(new Step(tally, seen.read() + COST_OF_A_LOOK));
  }

  /** As many days as have not too many orders on either side; the reports' side costs nothing. */
  private LocalDate end(MerchantId merchant, LocalDate from, LocalDate last) {
    LocalDate month = from.plusDays(MOST_DAYS - 1L);
    LocalDate latest = month.isAfter(last) ? last : month;
    LocalDate end = end(reports.counts(merchant, from, latest), from, latest);
    return end(operational.counts(merchant, from, end), from, end);
  }

  private static LocalDate end(Map<LocalDate, Long> counts, LocalDate from, LocalDate end) {
    long orders = 0;
    LocalDate to = from;
    for (LocalDate day = from; !day.isAfter(end); day = day.plusDays(1)) {
      orders += counts.getOrDefault(day, 0L);
      if (orders > MOST_ORDERS && day.isAfter(from)) {
        return to;
      }
      to = day;
    }
    return to;
  }

  private static Finding finding(
      MerchantId merchant, @Nullable LocalDate date, Difference difference, int listed) {
    return new Finding(
        merchant,
        date,
        difference.fields().stream().limit(listed).map(ReconciliationJob::withoutPersons).toList(),
        difference.fields().size(),
        Outcome.FOUND,
        null);
  }

  /** What concerns persons is not kept. */
  private static FieldDifference withoutPersons(FieldDifference field) {
    return OF_PERSONS.stream().anyMatch(field.field()::endsWith)
        ? new FieldDifference(field.field(), "not shown", "not shown")
        : field;
  }

  private static void warn(Finding it) {
    LOG.warn(
        "{} of {}: {} fields differ between the report and the operational tables",
        it.date() == null ? "the terms" : it.date(),
        it.merchantId().value(),
        it.differing());
  }

  /**
   * Computes the days of a merchant anew, looks again and tells what became of each difference.
   *
   * @param unhealed of which those of one merchant and month are healed
   */
  Step heal(ReconciliationRun sweep, List<Finding> unhealed) {
    MerchantId merchant = unhealed.getFirst().merchantId();
    LocalDate anyDay = sweep.scope().from();
    List<Finding> findings = together(unhealed, anyDay);
    var days = new TreeSet<LocalDate>();
    findings.forEach(it -> days.add(dayOf(it, anyDay)));
    Map<LocalDate, String> refused = computeAnew(merchant, days, orderOf(sweep));
    Function<Finding, @Nullable String> remarks;
    long cost = COST_OF_A_LOOK;
    try {
      Seen now = tables.look(merchant, days.first(), days.last());
      cost += now.read();
      remarks = it -> remark(it, now);
    } catch (NotNow behind) {
      remarks = _ -> "computed anew, but not looked at again: " + behind.getMessage();
    }
    long healed = 0;
    for (Finding it : findings) {
      String remark = remarks.apply(it);
      Finding settled =
          it.settled(remark == null ? null : refused.getOrDefault(dayOf(it, anyDay), remark));
      sweeps.settle(sweep.id(), settled);
      LOG.warn(
          "{} of {}: {}",
          it.date() == null ? "the terms" : it.date(),
          merchant.value(),
          settled.outcome());
      healed += settled.outcome() == Outcome.HEALED ? 1 : 0;
    }
    return new Step(new Tally(0, 0, 0, 0, 0, healed), cost);
  }

  /**
   * Those that are healed with the first: a step never finds others, but older versions left some.
   */
  private static List<Finding> together(List<Finding> unhealed, LocalDate anyDay) {
    Finding first = unhealed.getFirst();
    LocalDate day = dayOf(first, anyDay);
    return unhealed.stream()
        .filter(it -> it.merchantId().equals(first.merchantId()))
        .filter(it -> Math.abs(DAYS.between(day, dayOf(it, anyDay))) < MOST_DAYS)
        .toList();
  }

  /** Tells of differences that nothing became of. */
  void giveUp(ReconciliationRun sweep, List<Finding> unhealed, String reason) {
    together(unhealed, sweep.scope().from())
        .forEach(it -> sweeps.settle(sweep.id(), it.settled(reason)));
  }

  /** Terms are healed with any day. */
  private static LocalDate dayOf(Finding finding, LocalDate anyDay) {
    return finding.date() == null ? anyDay : finding.date();
  }

  private static RequestedBy orderOf(ReconciliationRun sweep) {
    return new RequestedBy(
        sweep.action().by(),
        "reconciliation %d: %s".formatted(sweep.id(), sweep.action().reason()));
  }

  /** All at once; where some of them stand in the way, each by itself. Tells why a day was not. */
  private Map<LocalDate, String> computeAnew(
      MerchantId merchant, NavigableSet<LocalDate> days, RequestedBy action) {
    try {
      return repair.run(new Days(merchant, days.first(), days.last()), action).isPresent()
          ? Map.of()
          : each(days, "the log does not know the merchant");
    } catch (EventHistory.Incomplete shortLog) {
      return each(days, String.valueOf(shortLog.getMessage()));
    } catch (NotNow | IrregularHistory refused) {
      if (days.size() == 1) {
        return each(days, String.valueOf(refused.getMessage()));
      }
    }
    var reasons = new HashMap<LocalDate, String>();
    for (LocalDate day : days) {
      reasons.putAll(computeAnew(merchant, new TreeSet<>(Set.of(day)), action));
    }
    return reasons;
  }

  private static Map<LocalDate, String> each(Set<LocalDate> days, String reason) {
    return days.stream().collect(toMap(it -> it, _ -> reason));
  }

  /** Null when it is alike now; otherwise why it is not. */
  private static @Nullable String remark(Finding finding, Seen now) {
    LocalDate date = finding.date();
    Difference still = date == null ? now.terms() : now.days().get(date);
    if (still != null) {
      return still.isLogShort() ? LOG_SHORT : OTHERWISE_SAID;
    }
    boolean isMoving = date == null ? now.areTermsMoving() : now.moving().contains(date);
    return isMoving ? "computed anew, but it kept changing while it was looked at" : null;
  }
}
