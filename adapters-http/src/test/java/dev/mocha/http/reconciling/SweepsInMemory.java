package dev.mocha.http.reconciling;

import dev.mocha.application.rebuilding.Comparison.FieldDifference;
import dev.mocha.application.rebuilding.Generations.Action;
import dev.mocha.application.reconciling.OperationalDays;
import dev.mocha.application.reconciling.Reconciling;
import dev.mocha.application.reconciling.Reconciling.OffPeak;
import dev.mocha.application.reconciling.ReportDays;
import dev.mocha.application.reconciling.Sweep;
import dev.mocha.application.reconciling.Sweep.Finding;
import dev.mocha.application.reconciling.Sweep.Outcome;
import dev.mocha.application.reconciling.Sweep.Position;
import dev.mocha.application.reconciling.Sweep.Scope;
import dev.mocha.application.reconciling.Sweep.State;
import dev.mocha.application.reconciling.Sweep.Tally;
import dev.mocha.application.reconciling.Sweeps;
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
public final class SweepsInMemory implements Sweeps {

  static final int USUAL_RATE = 123;

  private static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

  private final List<Sweep> sweeps = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  /** The use case on it. */
  @Configuration(proxyBeanMethods = false)
  public static class UseCase {

    @Bean
    SweepsInMemory sweeps() {
      return new SweepsInMemory();
    }

    @Bean
    Reconciling reconciling(SweepsInMemory sweeps, Clock clock) {
      return new Reconciling(
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
  public Optional<Sweep> begin(Scope scope, Action action) {
    if (running().stream().anyMatch(it -> it.scope().offPeak() == scope.offPeak())) {
      return Optional.empty();
    }
    sweeps.add(
        new Sweep(
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
  public List<Sweep> running() {
    return sweeps.stream().filter(Sweep::isRunning).toList();
  }

  @Override
  public Optional<Sweep> find(long id) {
    return sweeps.stream().filter(it -> it.id() == id).findFirst();
  }

  @Override
  public List<Sweep> latest(int most) {
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
  public boolean done(Sweep before, Position now, Tally added, List<Finding> found) {
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
  public boolean cancel(long id, Action action) {
    Optional<Sweep> running = running().stream().filter(it -> it.id() == id).findFirst();
    running.ifPresent(
        it ->
            sweeps.set(
                sweeps.indexOf(it),
                new Sweep(
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
