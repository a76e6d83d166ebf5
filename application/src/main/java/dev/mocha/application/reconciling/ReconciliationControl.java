package dev.mocha.application.reconciling;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.failures.Conflict;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.Stats;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins, lists and cancels reconciliation runs, and decides which run works when. */
public final class ReconciliationControl {

  private static final Logger LOG = LoggerFactory.getLogger(ReconciliationControl.class);

  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final RequestedBy AUTOMATIC = new RequestedBy("automatic", "off-peak");

  /** The latest automatic run is among these, unless operators begin very many in a night. */
  private static final int LATEST = 100;

  /** The clocks of the database and of this process differ; daylight saving time moves both. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofHours(2);

  private final ReconciliationRuns runs;
  private final ReconciliationJob job;
  private final OffPeak offPeak;
  private final Clock clock;

  /** Rebuilds days; see {@link dev.mocha.application.rebuilding.DayRebuild#run}. */
  @FunctionalInterface
  public interface Repair {
    /** Empty when the log does not have the merchant. */
    Optional<DayDifferences> run(Days days, RequestedBy requestedBy);
  }

  /** A run of the same kind is active. */
  public static final class AlreadyRunning extends Conflict {
    private static final long serialVersionUID = 1;

    AlreadyRunning() {
      super("a reconciliation is running; one runs at a time");
    }
  }

  /** The run has ended, so that it cannot be cancelled. */
  public static final class NotRunning extends Conflict {
    private static final long serialVersionUID = 1;

    NotRunning(long id) {
      super("the reconciliation %d is not running".formatted(id));
    }
  }

  /**
   * The off-peak hours, and the run that begins in them automatically.
   *
   * @param automatic whether a run begins once in the hours of each day
   * @param begin of the hours
   * @param end of the hours; before {@code begin} where they span midnight
   * @param zone of the hours
   * @param days the number of latest days that the automatic run checks
   * @param rate the maximum number of orders a second of every run that does not set it
   * @param repair whether the automatic run repairs
   * @param retention how long runs are kept after their end
   */
  public record OffPeak(
      boolean automatic,
      LocalTime begin,
      LocalTime end,
      ZoneId zone,
      int days,
      int rate,
      boolean repair,
      Duration retention) {

    boolean includes(Instant moment) {
      LocalTime time = LocalTime.ofInstant(moment, zone);
      return begin.isBefore(end)
          ? !time.isBefore(begin) && time.isBefore(end)
          : !time.isBefore(begin) || time.isBefore(end);
    }

    /** The latest begin of the hours that is not after the moment. */
    Instant lastBegin(Instant moment) {
      ZonedDateTime today = moment.atZone(zone).with(begin);
      return (today.toInstant().isAfter(moment) ? today.minusDays(1) : today).toInstant();
    }

    /** What the automatic run checks. */
    Scope scope(Instant now) {
      LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
      return new Scope(today.minusDays(days - 1L), today, Set.of(), rate, repair, true);
    }
  }

  public ReconciliationControl(
      ReconciliationRuns runs,
      OperationalDays operational,
      ReportDays reports,
      Repair repair,
      OffPeak offPeak,
      Clock clock) {
    this.runs = runs;
    this.job = new ReconciliationJob(runs, operational, reports, repair);
    this.offPeak = offPeak;
    this.clock = clock;
  }

  /** Orders a second of a run that does not set it. */
  public int defaultRate() {
    return offPeak.rate();
  }

  /**
   * Begins a run; {@link #work} carries it out.
   *
   * @throws AlreadyRunning when a run of its kind is active
   */
  public ReconciliationRun begin(Scope scope, RequestedBy requestedBy) {
    runs.deleteOlderThan(offPeak.retention());
    return runs.begin(scope, requestedBy).orElseThrow(AlreadyRunning::new);
  }

  /** The latest runs first. */
  public List<ReconciliationRun> latest(int limit) {
    return runs.latest(limit);
  }

  public Optional<ReconciliationRun> find(long id) {
    return runs.find(id);
  }

  /** The findings of a run in the order in which they were recorded. */
  public List<Finding> findings(long id, int skip, int limit) {
    return runs.findings(id, skip, limit);
  }

  /**
   * Cancels a run.
   *
   * @throws NotRunning when it is not running
   */
  public void cancel(long id, RequestedBy requestedBy) {
    if (!runs.cancel(id, requestedBy)) {
      throw new NotRunning(id);
    }
  }

  /** What this process has checked and found since it started. */
  public Stats stats() {
    return job.stats();
  }

  /**
   * Does the next page of a run, if one is due.
   *
   * @return how long to wait before the next call
   */
  public Duration work() {
    beginAutomatically();
    List<ReconciliationRun> active = runs.running().stream().filter(this::isInItsHours).toList();
    Optional<ReconciliationRun> due =
        active.stream().filter(ReconciliationControl::isDue).findFirst();
    if (due.isEmpty()) {
      return Stream.concat(active.stream().map(ReconciliationRun::pause), Stream.of(IDLE))
          .min(Duration::compareTo)
          .orElseThrow();
    }
    boolean isOurs =
        runs.runExclusively(
            () ->
                runs.find(due.get().id())
                    .filter(ReconciliationControl::isDue)
                    .ifPresent(job::advance));
    return isOurs ? Duration.ZERO : IDLE;
  }

  private static boolean isDue(ReconciliationRun run) {
    return run.isRunning() && run.pause().isZero();
  }

  private boolean isInItsHours(ReconciliationRun run) {
    return !run.scope().offPeak() || offPeak.includes(clock.instant());
  }

  private void beginAutomatically() {
    Instant now = clock.instant();
    if (!offPeak.automatic() || !offPeak.includes(now)) {
      return;
    }
    Instant since = offPeak.lastBegin(now).minus(CLOCK_TOLERANCE);
    boolean hasBegun =
        runs.latest(LATEST).stream()
            .filter(it -> it.scope().offPeak())
            .anyMatch(
                it ->
                    it.isRunning()
                        || (it.requestedBy().by().equals(AUTOMATIC.by())
                            && it.begunAt().isAfter(since)));
    if (!hasBegun) {
      runs.deleteOlderThan(offPeak.retention());
      runs.begin(offPeak.scope(now), AUTOMATIC)
          .ifPresent(it -> LOG.info("reconciliation {} begins automatically", it.id()));
    }
  }
}
