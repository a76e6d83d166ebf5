package dev.mocha.application.reconciling;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.application.rebuilding.Verification.Findings;
import dev.mocha.application.reconciling.ReconciliationJob.Step;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Position;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.Tally;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reconciliations: begun by operators, or by themselves when little is going on. */
public final class ReconciliationControl {

  private static final Logger LOG = LoggerFactory.getLogger(ReconciliationControl.class);

  private static final Duration IDLE = Duration.ofSeconds(1);

  private static final int MOST_FAILURES = 20;
  private static final String BY_ITSELF = "by itself";

  /** Among these is the last that began by itself, unless operators begin very many a night. */
  private static final int LATEST = 100;

  /** The clocks of the database and of this process differ, and are put back in autumn. */
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(2);

  private final ReconciliationRuns sweeps;
  private final OperationalDays operational;
  private final ReportDays reports;
  private final ReconciliationJob reconciler;
  private final OffPeak offPeak;
  private final Clock clock;

  /** Written by the one thread that works. */
  private volatile Tally seen = Tally.NONE;

  /** Of healing, one after the other; of the one thread that works. */
  private int failures;

  /** Computes days anew; see {@link dev.mocha.application.rebuilding.DayRebuild#run}. */
  @FunctionalInterface
  public interface Repair {
    /** Empty when there is no such merchant. */
    Optional<Findings> run(Days days, RequestedBy action);
  }

  /**
   * What happens by itself.
   *
   * @param automatic whether a sweep over the latest days begins by itself once in these hours
   * @param begin of the hours in which such a sweep goes on
   * @param end of them; before the begin where they span midnight
   * @param zone of the hours
   * @param days that are looked at, up to the present one
   * @param rate orders a second at most, also of sweeps that do not say
   * @param repair whether such a sweep heals what differs
   * @param keep how long sweeps that ended are kept, with what they have found
   */
  public record OffPeak(
      boolean automatic,
      LocalTime begin,
      LocalTime end,
      ZoneId zone,
      int days,
      int rate,
      boolean repair,
      Duration keep) {

    /** Whether it is in these hours. */
    boolean includes(Instant moment) {
      LocalTime time = LocalTime.ofInstant(moment, zone);
      return begin.isBefore(end)
          ? !time.isBefore(begin) && time.isBefore(end)
          : !time.isBefore(begin) || time.isBefore(end);
    }

    /** When the hours began in which this moment is, or which were before it. */
    Instant lastBegin(Instant moment) {
      ZonedDateTime today = moment.atZone(zone).with(begin);
      return (today.toInstant().isAfter(moment) ? today.minusDays(1) : today).toInstant();
    }
  }

  public ReconciliationControl(
      ReconciliationRuns sweeps,
      OperationalDays operational,
      ReportDays reports,
      Repair repair,
      OffPeak offPeak,
      Clock clock) {
    this.sweeps = sweeps;
    this.operational = operational;
    this.reports = reports;
    this.reconciler = new ReconciliationJob(sweeps, operational, reports, repair);
    this.offPeak = offPeak;
    this.clock = clock;
  }

  /** Orders a second at most where a sweep does not say. */
  public int usualRate() {
    return offPeak.rate();
  }

  /**
   * Begins a sweep; {@link #work} carries it out.
   *
   * @throws NotNow when one of its kind runs
   */
  public ReconciliationRun begin(Scope scope, RequestedBy action) {
    sweeps.forget(offPeak.keep());
    return sweeps
        .begin(scope, action)
        .orElseThrow(() -> new NotNow("a reconciliation is running; one runs at a time"));
  }

  /** The latest sweeps first. */
  public List<ReconciliationRun> latest(int most) {
    return sweeps.latest(most);
  }

  /** A sweep. */
  public Optional<ReconciliationRun> find(long id) {
    return sweeps.find(id);
  }

  /**
   * What a sweep has found, in the order in which it did.
   *
   * @param skipped so many of them are passed over
   */
  public List<Finding> findings(long id, int skipped, int most) {
    return sweeps.findings(id, skipped, most);
  }

  /**
   * Ends a sweep before its end.
   *
   * @throws NotNow when it is not running
   */
  public void cancel(long id, RequestedBy action) {
    if (!sweeps.cancel(id, action)) {
      throw new NotNow("the reconciliation %d is not running".formatted(id));
    }
  }

  /** What this process has looked at since it started. */
  public Tally seen() {
    return seen;
  }

  /**
   * Takes the next step of a sweep, if there is one to be carried on.
   *
   * @return how long to wait before the next time
   */
  public Duration work() {
    beginByItself();
    List<ReconciliationRun> running = sweeps.running().stream().filter(this::isItsTime).toList();
    Optional<ReconciliationRun> rested =
        running.stream().filter(ReconciliationControl::isRested).findFirst();
    if (rested.isEmpty()) {
      return Stream.concat(running.stream().map(ReconciliationRun::rest), Stream.of(IDLE))
          .min(Comparator.naturalOrder())
          .orElseThrow();
    }
    boolean ours =
        sweeps.exclusively(
            () ->
                sweeps
                    .find(rested.get().id())
                    .filter(ReconciliationRun::isRunning)
                    .filter(ReconciliationControl::isRested)
                    .ifPresent(this::carryOn));
    return ours ? Duration.ZERO : IDLE;
  }

  private static boolean isRested(ReconciliationRun sweep) {
    return sweep.rest().isZero();
  }

  private boolean isItsTime(ReconciliationRun sweep) {
    return !sweep.scope().offPeak() || offPeak.includes(clock.instant());
  }

  /** Once in the hours of a day. */
  private void beginByItself() {
    Instant now = clock.instant();
    if (!offPeak.automatic() || !offPeak.includes(now)) {
      return;
    }
    boolean begun =
        sweeps.latest(LATEST).stream()
            .filter(it -> it.scope().offPeak())
            .anyMatch(
                it ->
                    it.isRunning()
                        || (it.action().by().equals(BY_ITSELF)
                            && it.begunAt().isAfter(offPeak.lastBegin(now).minus(CLOCKS_DIFFER))));
    if (!begun) {
      sweeps.forget(offPeak.keep());
      LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
      sweeps
          .begin(
              new Scope(
                  today.minusDays(offPeak.days() - 1L),
                  today,
                  Set.of(),
                  offPeak.rate(),
                  offPeak.repair(),
                  true),
              new RequestedBy(BY_ITSELF, "off-peak"))
          .ifPresent(it -> LOG.info("reconciliation {} begins by itself", it.id()));
    }
  }

  /** A step that fails rests as long as if it had read as much as it may. */
  private void carryOn(ReconciliationRun sweep) {
    rest(sweep, ReconciliationJob.MOST_ORDERS);
    List<Finding> unhealed = sweep.scope().repair() ? sweeps.unhealed(sweep.id()) : List.of();
    if (!unhealed.isEmpty()) {
      heal(sweep, unhealed);
      return;
    }
    Position at = sweep.at();
    if (at != null && at.to().isBefore(sweep.scope().to())) {
      step(sweep, at.merchant(), at.to().plusDays(1));
      return;
    }
    Optional<MerchantId> next = next(sweep, at == null ? null : at.merchant());
    if (next.isPresent()) {
      step(sweep, next.get(), sweep.scope().from());
    } else {
      sweeps.end(sweep.id());
      LOG.info("reconciliation {} is done: {}", sweep.id(), sweep.tally());
    }
  }

  /** What stands in the way for long must not hold up the rest. */
  private void heal(ReconciliationRun sweep, List<Finding> unhealed) {
    try {
      took(sweep, reconciler.heal(sweep, unhealed));
      failures = 0;
    } catch (RuntimeException failed) {
      failures++;
      if (failures < MOST_FAILURES) {
        throw failed;
      }
      LOG.error("reconciliation {} gives up healing", sweep.id(), failed);
      reconciler.giveUp(
          sweep,
          unhealed,
          "computing it anew failed %d times; the log says why".formatted(failures));
      failures = 0;
    }
  }

  private void step(ReconciliationRun sweep, MerchantId merchant, LocalDate from) {
    reconciler.step(sweep, merchant, from).ifPresent(it -> took(sweep, it));
  }

  private void took(ReconciliationRun sweep, Step step) {
    seen = seen.plus(step.tally());
    rest(sweep, step.cost());
  }

  private void rest(ReconciliationRun sweep, long orders) {
    sweeps.rest(sweep.id(), Duration.ofSeconds(orders).dividedBy(sweep.scope().rate()));
  }

  /** Of both sides: a merchant that one of them lacks differs. */
  private Optional<MerchantId> next(ReconciliationRun sweep, @Nullable MerchantId after) {
    Stream<MerchantId> some =
        sweep.scope().only().isEmpty()
            ? Stream.of(operational.merchants(after, 1), reports.merchants(after, 1))
                .flatMap(List::stream)
            : sweep.scope().only().stream()
                .filter(it -> after == null || it.value().compareTo(after.value()) > 0);
    return some.min(Comparator.comparing(MerchantId::value));
  }
}
