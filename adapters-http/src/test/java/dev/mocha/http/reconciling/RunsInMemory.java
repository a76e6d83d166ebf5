package dev.mocha.http.reconciling;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.application.reconciling.OperationalDays;
import dev.mocha.application.reconciling.ReconciliationControl;
import dev.mocha.application.reconciling.ReconciliationControl.OffPeak;
import dev.mocha.application.reconciling.ReconciliationRun;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.ReconciliationRun.Position;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.State;
import dev.mocha.application.reconciling.ReconciliationRun.Tally;
import dev.mocha.application.reconciling.ReconciliationRuns;
import dev.mocha.application.reconciling.ReportDays;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.http.TestApplication;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reconciliations that nobody carries out. */
public final class RunsInMemory implements ReconciliationRuns {

  static final int USUAL_RATE = 123;

  private static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

  private final List<ReconciliationRun> sweeps = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  /** The use case on it. */
  @Configuration(proxyBeanMethods = false)
  public static class UseCase {

    @Bean
    RunsInMemory sweeps() {
      return new RunsInMemory();
    }

    @Bean
    ReconciliationControl reconciling(RunsInMemory sweeps, Clock clock) {
      return new ReconciliationControl(
          sweeps,
          NothingThere.OPERATIONAL,
          NothingThere.REPORTS,
          (_, _) -> Optional.empty(),
          new OffPeak(
              false,
              LocalTime.of(2, 0),
              LocalTime.of(5, 0),
              ZoneOffset.UTC,
              1,
              USUAL_RATE,
              false,
              Duration.ZERO),
          clock);
    }
  }

  void clear() {
    sweeps.clear();
    findings.clear();
  }

  /** A day that differs, and terms that do. */
  void find(String merchant) {
    var id = new MerchantId(merchant);
    findings.add(
        new Finding(
            id,
            LocalDate.of(2018, 7, 26),
            List.of(new FieldDifference("totals.items", "3", "absent")),
            3,
            Outcome.NOT_HEALED,
            "not today"));
    findings.add(new Finding(id, null, List.of(), 0, Outcome.FOUND, null));
  }

  @Override
  public Optional<ReconciliationRun> begin(Scope scope, RequestedBy action) {
    if (running().stream().anyMatch(it -> it.scope().offPeak() == scope.offPeak())) {
      return Optional.empty();
    }
    sweeps.add(
        new ReconciliationRun(
            sweeps.size() + 1,
            scope,
            action,
            State.RUNNING,
            TestApplication.NOW,
            null,
            null,
            null,
            NONE,
            Duration.ZERO));
    return Optional.of(sweeps.getLast());
  }

  @Override
  public List<ReconciliationRun> running() {
    return sweeps.stream().filter(ReconciliationRun::isRunning).toList();
  }

  @Override
  public Optional<ReconciliationRun> find(long id) {
    return sweeps.stream().filter(it -> it.id() == id).findFirst();
  }

  @Override
  public List<ReconciliationRun> latest(int most) {
    return sweeps.reversed().stream().limit(most).toList();
  }

  @Override
  public boolean exclusively(Runnable work) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rest(long id, Duration length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Finding> unhealed(long id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean done(ReconciliationRun before, Position now, Tally added, List<Finding> found) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void settle(long id, Finding settled) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void end(long id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean cancel(long id, RequestedBy action) {
    Optional<ReconciliationRun> running =
        running().stream().filter(it -> it.id() == id).findFirst();
    running.ifPresent(
        it ->
            sweeps.set(
                sweeps.indexOf(it),
                new ReconciliationRun(
                    it.id(),
                    it.scope(),
                    it.action(),
                    State.CANCELLED,
                    it.begunAt(),
                    TestApplication.NOW,
                    action,
                    null,
                    NONE,
                    Duration.ZERO)));
    return running.isPresent();
  }

  @Override
  public List<Finding> findings(long id, int skipped, int most) {
    return findings.stream().skip(skipped).limit(most).toList();
  }

  @Override
  public void forget(Duration age) {}

  /** Two sides that nobody looks at. */
  private static final class NothingThere {

    private static final OperationalDays OPERATIONAL =
        new OperationalDays() {
          @Override
          public List<MerchantId> merchants(@Nullable MerchantId after, int most) {
            return List.of();
          }

          @Override
          public Map<LocalDate, Long> counts(MerchantId merchantId, LocalDate from, LocalDate to) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Told read(MerchantId merchantId, LocalDate from, LocalDate to) {
            throw new UnsupportedOperationException();
          }
        };

    private static final ReportDays REPORTS =
        new ReportDays() {
          @Override
          public List<MerchantId> merchants(@Nullable MerchantId after, int most) {
            return List.of();
          }

          @Override
          public Map<LocalDate, Long> counts(MerchantId merchantId, LocalDate from, LocalDate to) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Instant completeTo() {
            return Instant.EPOCH;
          }

          @Override
          public Kept read(MerchantId merchantId, LocalDate from, LocalDate to) {
            throw new UnsupportedOperationException();
          }
        };
  }
}
