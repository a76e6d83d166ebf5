package dev.mocha.http.reconciling;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.application.reconciling.OperationalDays;
import dev.mocha.application.reconciling.ReconciliationControl;
import dev.mocha.application.reconciling.ReconciliationControl.OffPeak;
import dev.mocha.application.reconciling.ReconciliationRun;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.ReconciliationRun.Progress;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.State;
import dev.mocha.application.reconciling.ReconciliationRun.Stats;
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

/** Runs that no job carries out. */
public final class RunsInMemory implements ReconciliationRuns {

  static final int DEFAULT_RATE = 123;

  private static final Stats NONE = new Stats(0, 0, 0, 0, 0, 0);

  private final List<ReconciliationRun> runs = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  /** The use case on it. */
  @Configuration(proxyBeanMethods = false)
  public static class UseCase {

    @Bean
    RunsInMemory runs() {
      return new RunsInMemory();
    }

    @Bean
    ReconciliationControl reconciling(RunsInMemory runs, Clock clock) {
      return new ReconciliationControl(
          runs,
          Empty.OPERATIONAL,
          Empty.REPORTS,
          (_, _) -> Optional.empty(),
          new OffPeak(
              false,
              LocalTime.of(2, 0),
              LocalTime.of(5, 0),
              ZoneOffset.UTC,
              1,
              DEFAULT_RATE,
              false,
              Duration.ZERO),
          clock);
    }
  }

  void clear() {
    runs.clear();
    findings.clear();
  }

  /** A day and terms that differ. */
  void addFindings(String merchant) {
    var id = new MerchantId(merchant);
    findings.add(
        new Finding(
            id,
            LocalDate.of(2018, 7, 26),
            List.of(new FieldDifference("totals.items", "3", "absent")),
            3,
            Outcome.NOT_REPAIRED,
            "not today"));
    findings.add(new Finding(id, null, List.of(), 0, Outcome.FOUND, null));
  }

  @Override
  public Optional<ReconciliationRun> begin(Scope scope, RequestedBy requestedBy) {
    if (running().stream().anyMatch(it -> it.scope().offPeak() == scope.offPeak())) {
      return Optional.empty();
    }
    runs.add(
        new ReconciliationRun(
            runs.size() + 1,
            scope,
            requestedBy,
            State.RUNNING,
            TestApplication.NOW,
            null,
            null,
            null,
            NONE,
            Duration.ZERO));
    return Optional.of(runs.getLast());
  }

  @Override
  public List<ReconciliationRun> running() {
    return runs.stream().filter(ReconciliationRun::isRunning).toList();
  }

  @Override
  public Optional<ReconciliationRun> find(long id) {
    return runs.stream().filter(it -> it.id() == id).findFirst();
  }

  @Override
  public List<ReconciliationRun> latest(int limit) {
    return runs.reversed().stream().limit(limit).toList();
  }

  @Override
  public boolean runExclusively(Runnable work) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void pause(long id, Duration length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Finding> toRepair(long id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean record(
      ReconciliationRun before, Progress progress, Stats page, List<Finding> found) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void resolve(long id, Finding resolved) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void finish(long id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean cancel(long id, RequestedBy requestedBy) {
    Optional<ReconciliationRun> running =
        running().stream().filter(it -> it.id() == id).findFirst();
    running.ifPresent(
        it ->
            runs.set(
                runs.indexOf(it),
                new ReconciliationRun(
                    it.id(),
                    it.scope(),
                    it.requestedBy(),
                    State.CANCELLED,
                    it.begunAt(),
                    TestApplication.NOW,
                    requestedBy,
                    null,
                    NONE,
                    Duration.ZERO)));
    return running.isPresent();
  }

  @Override
  public List<Finding> findings(long id, int skip, int limit) {
    return findings.stream().skip(skip).limit(limit).toList();
  }

  @Override
  public void deleteOlderThan(Duration retention) {}

  /** Two empty sides. */
  private static final class Empty {

    private static final OperationalDays OPERATIONAL =
        new OperationalDays() {
          @Override
          public List<MerchantId> merchants(@Nullable MerchantId after, int limit) {
            return List.of();
          }

          @Override
          public Map<LocalDate, Long> counts(MerchantId merchantId, LocalDate from, LocalDate to) {
            throw new UnsupportedOperationException();
          }

          @Override
          public OperationalSnapshot read(MerchantId merchantId, LocalDate from, LocalDate to) {
            throw new UnsupportedOperationException();
          }
        };

    private static final ReportDays REPORTS =
        new ReportDays() {
          @Override
          public List<MerchantId> merchants(@Nullable MerchantId after, int limit) {
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
          public ReportSnapshot read(MerchantId merchantId, LocalDate from, LocalDate to) {
            throw new UnsupportedOperationException();
          }
        };
  }
}
