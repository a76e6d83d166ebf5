package dev.mocha.application.reconciling;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.util.stream.Collectors.toMap;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.EventHistory;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.application.reconciling.DayComparison.Difference;
import dev.mocha.application.reconciling.DayComparison.ReportsBehind;
import dev.mocha.application.reconciling.DayComparison.Result;
import dev.mocha.application.reconciling.ReconciliationControl.Repair;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.ReconciliationRun.Progress;
import dev.mocha.application.reconciling.ReconciliationRun.Stats;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries a run out, page by page: checks days of a merchant, then repairs those that differ. */
final class ReconciliationJob {

  private static final Logger LOG = LoggerFactory.getLogger(ReconciliationJob.class);

  private static final int MAX_PAGE_DAYS = 31;

  /** Of a page, unless a single day has more: both sides are held in memory. */
  private static final long MAX_PAGE_ORDERS = 5_000;

  /** The cost of the statements of a check, in orders. */
  private static final long CHECK_COST = 10;

  private static final int MAX_LISTED_FIELDS = 50;

  /** When everything differs, the first days are enough to see why. */
  private static final int MAX_DETAILED_FINDINGS = 10_000;

  private static final int MAX_FAILED_REPAIRS = 20;

  private static final String REPORT_BEHIND =
      "the event store has events that the report lacks: retry the dead letters; where there are"
          + " none, the log lacks the events: rebuild from the event store";
  private static final String SAME_AS_LOG =
      "the report agrees with the log: the operational tables hold something else";
  private static final List<String> PERSONAL_FIELDS = List.of(".customerId", ".note");

  private final ReconciliationRuns runs;
  private final OperationalDays operational;
  private final ReportDays reports;
  private final DayComparison comparison;
  private final Repair repair;

  /** Written by the one thread that works. */
  private volatile Stats stats = Stats.NONE;

  /** Consecutive repairs that failed; used by the one thread that works. */
  private int failedRepairs;

  ReconciliationJob(
      ReconciliationRuns runs, OperationalDays operational, ReportDays reports, Repair repair) {
    this.runs = runs;
    this.operational = operational;
    this.reports = reports;
    this.comparison = new DayComparison(operational, reports);
    this.repair = repair;
  }

  /** What this process has checked and found since it started. */
  Stats stats() {
    return stats;
  }

  /** Repairs what the last page found, checks the next page, or finishes the run. */
  void advance(ReconciliationRun run) {
    // After a failure the run pauses as after a full page.
    pause(run, MAX_PAGE_ORDERS);
    List<Finding> toRepair = run.scope().repair() ? runs.toRepair(run.id()) : List.of();
    if (!toRepair.isEmpty()) {
      repair(run, onePage(toRepair, run));
      return;
    }
    Progress last = run.progress();
    if (last != null && last.to().isBefore(run.scope().to())) {
      check(run, last.merchant(), last.to().plusDays(1));
      return;
    }
    nextMerchant(run, last == null ? null : last.merchant())
        .ifPresentOrElse(
            it -> check(run, it, run.scope().from()),
            () -> {
              runs.finish(run.id());
              LOG.info("reconciliation {} is done: {}", run.id(), run.stats());
            });
  }

  /** Pauses the run for as long as its rate allows no more orders. */
  private void pause(ReconciliationRun run, long orders) {
    runs.pause(run.id(), Duration.ofSeconds(orders).dividedBy(run.scope().rate()));
  }

  /** From both sides: a merchant that one of them lacks differs. */
  private Optional<MerchantId> nextMerchant(ReconciliationRun run, @Nullable MerchantId after) {
    Stream<MerchantId> candidates =
        run.scope().merchants().isEmpty()
            ? Stream.of(operational.merchants(after, 1), reports.merchants(after, 1))
                .flatMap(List::stream)
            : run.scope().merchants().stream()
                .filter(it -> after == null || it.value().compareTo(after.value()) > 0);
    return candidates.min(Comparator.comparing(MerchantId::value));
  }

  /**
   * Checks the next days of a merchant and records what differs.
   *
   * @throws ReportsBehind when the report tables do not catch up
   */
  private void check(ReconciliationRun run, MerchantId merchant, LocalDate from) {
    LocalDate to = pageEnd(merchant, from, run.scope().to());
    Result result = comparison.check(merchant, from, to);
    int listed = run.stats().differing() < MAX_DETAILED_FINDINGS ? MAX_LISTED_FIELDS : 0;
    boolean isFirst = from.equals(run.scope().from());
    var findings = new ArrayList<Finding>();
    if (result.terms() != null && isFirst) {
      findings.add(finding(merchant, null, result.terms(), listed));
    }
    result
        .days()
        .forEach((day, difference) -> findings.add(finding(merchant, day, difference, listed)));
    var page =
        new Stats(
            to.equals(run.scope().to()) ? 1 : 0,
            result.dayCount(),
            result.orderCount(),
            result.unstable().size() + (result.areTermsUnstable() && isFirst ? 1 : 0),
            findings.size(),
            0);
    if (runs.record(run, new Progress(merchant, to), page, findings)) {
      findings.forEach(
          it ->
              LOG.warn(
                  "{}: {} fields differ between the operational and the report tables",
                  subject(it),
                  it.fieldCount()));
      stats = stats.plus(page);
      pause(run, CHECK_COST + result.ordersRead());
    }
  }

  /** As many days as do not have too many orders on either side. */
  private LocalDate pageEnd(MerchantId merchant, LocalDate from, LocalDate last) {
    LocalDate month = from.plusDays(MAX_PAGE_DAYS - 1L);
    LocalDate latest = month.isAfter(last) ? last : month;
    LocalDate end = pageEnd(reports.counts(merchant, from, latest), from, latest);
    return pageEnd(operational.counts(merchant, from, end), from, end);
  }

  private static LocalDate pageEnd(Map<LocalDate, Long> counts, LocalDate from, LocalDate end) {
    long orders = 0;
    LocalDate to = from;
    for (LocalDate day = from; !day.isAfter(end); day = day.plusDays(1)) {
      orders += counts.getOrDefault(day, 0L);
      if (orders > MAX_PAGE_ORDERS && day.isAfter(from)) {
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
        difference.fields().stream()
            .limit(listed)
            .map(ReconciliationJob::withoutPersonalData)
            .toList(),
        difference.fields().size(),
        Outcome.FOUND,
        null);
  }

  private static FieldDifference withoutPersonalData(FieldDifference field) {
    return PERSONAL_FIELDS.stream().anyMatch(field.field()::endsWith)
        ? new FieldDifference(field.field(), "not shown", "not shown")
        : field;
  }

  private static String subject(Finding finding) {
    return "%s of merchant %s"
        .formatted(
            finding.date() == null ? "the terms" : finding.date(), finding.merchantId().value());
  }

  /** Those of one merchant and month. A page has no others, but older versions stored some. */
  private static List<Finding> onePage(List<Finding> findings, ReconciliationRun run) {
    Finding first = findings.getFirst();
    return findings.stream()
        .filter(it -> it.merchantId().equals(first.merchantId()))
        .filter(it -> Math.abs(DAYS.between(dayOf(first, run), dayOf(it, run))) < MAX_PAGE_DAYS)
        .toList();
  }

  /** The rebuild of any day also repairs the terms. */
  private static LocalDate dayOf(Finding finding, ReconciliationRun run) {
    return finding.date() == null ? run.scope().from() : finding.date();
  }

  /** Gives up after repeated failures, so that the run can continue. */
  private void repair(ReconciliationRun run, List<Finding> findings) {
    try {
      rebuildAndCheck(run, findings);
      failedRepairs = 0;
    } catch (RuntimeException failed) {
      failedRepairs++;
      if (failedRepairs < MAX_FAILED_REPAIRS) {
        throw failed;
      }
      LOG.error("reconciliation {} gives up a repair", run.id(), failed);
      String problem =
          "the repair failed %d times; see this process's log".formatted(failedRepairs);
      findings.forEach(it -> runs.resolve(run.id(), it.afterRepair(problem)));
      failedRepairs = 0;
    }
  }

  private void rebuildAndCheck(ReconciliationRun run, List<Finding> findings) {
    MerchantId merchant = findings.getFirst().merchantId();
    var days = new TreeSet<LocalDate>();
    findings.forEach(it -> days.add(dayOf(it, run)));
    Map<LocalDate, String> notRebuilt = rebuild(merchant, days, requestedBy(run));
    Function<Finding, @Nullable String> problems;
    long cost = CHECK_COST;
    try {
      Result now = comparison.check(merchant, days.first(), days.last());
      cost += now.ordersRead();
      problems = it -> problem(it, now);
    } catch (ReportsBehind behind) {
      problems = _ -> "rebuilt, but not checked again: " + behind.getMessage();
    }
    long repaired = 0;
    for (Finding it : findings) {
      String problem = problems.apply(it);
      Finding resolved =
          it.afterRepair(problem == null ? null : notRebuilt.getOrDefault(dayOf(it, run), problem));
      runs.resolve(run.id(), resolved);
      LOG.warn("{}: {}", subject(it), resolved.outcome());
      repaired += resolved.outcome() == Outcome.REPAIRED ? 1 : 0;
    }
    stats = stats.plus(new Stats(0, 0, 0, 0, 0, repaired));
    pause(run, cost);
  }

  private static RequestedBy requestedBy(ReconciliationRun run) {
    return new RequestedBy(
        run.requestedBy().by(),
        "reconciliation %d: %s".formatted(run.id(), run.requestedBy().reason()));
  }

  /**
   * Rebuilds all days at once, or one by one where that is refused.
   *
   * @return why days were not rebuilt
   */
  private Map<LocalDate, String> rebuild(
      MerchantId merchant, NavigableSet<LocalDate> days, RequestedBy requestedBy) {
    try {
      return repair.run(new Days(merchant, days.first(), days.last()), requestedBy).isPresent()
          ? Map.of()
          : allFor(days, "the log does not have the merchant");
    } catch (EventHistory.Incomplete shortLog) {
      return allFor(days, String.valueOf(shortLog.getMessage()));
    } catch (Rejected | IrregularHistory refused) {
      if (days.size() == 1) {
        return allFor(days, String.valueOf(refused.getMessage()));
      }
    }
    var reasons = new HashMap<LocalDate, String>();
    for (LocalDate day : days) {
      reasons.putAll(rebuild(merchant, new TreeSet<>(Set.of(day)), requestedBy));
    }
    return reasons;
  }

  private static Map<LocalDate, String> allFor(Set<LocalDate> days, String reason) {
    return days.stream().collect(toMap(it -> it, _ -> reason));
  }

  /** Why it still differs after the rebuild; null where it does not. */
  private static @Nullable String problem(Finding finding, Result now) {
    LocalDate date = finding.date();
    Difference difference = date == null ? now.terms() : now.days().get(date);
    if (difference != null) {
      return difference.isReportBehind() ? REPORT_BEHIND : SAME_AS_LOG;
    }
    boolean isUnstable = date == null ? now.areTermsUnstable() : now.unstable().contains(date);
    return isUnstable ? "rebuilt, but it changed during each check" : null;
  }
}
