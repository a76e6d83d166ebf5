package dev.mocha.application.reconciling;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.ReconciliationRun.Position;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.State;
import dev.mocha.application.reconciling.ReconciliationRun.Tally;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ReconciliationRuns of one process. */
final class RunsInMemory implements ReconciliationRuns {

  private final Clock clock;
  private final List<ReconciliationRun> sweeps = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Long, Instant> restsUntil = new HashMap<>();

  RunsInMemory(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Optional<ReconciliationRun> begin(Scope scope, RequestedBy action) {
    if (running().stream().anyMatch(it -> it.scope().offPeak() == scope.offPeak())) {
      return Optional.empty();
    }
    var begun =
        new ReconciliationRun(
            sweeps.size(),
            scope,
            action,
            State.RUNNING,
            clock.instant(),
            null,
            null,
            null,
            Tally.NONE,
            Duration.ZERO);
    sweeps.add(begun);
    return Optional.of(begun);
  }

  @Override
  public List<ReconciliationRun> running() {
    return sweeps.stream()
        .filter(ReconciliationRun::isRunning)
        .map(this::rested)
        .sorted(Comparator.comparing(it -> it.scope().offPeak()))
        .toList();
  }

  @Override
  public Optional<ReconciliationRun> find(long id) {
    return sweeps.stream().filter(it -> it.id() == id).map(this::rested).findFirst();
  }

  @Override
  public List<ReconciliationRun> latest(int most) {
    return sweeps.reversed().stream().limit(most).toList();
  }

  @Override
  public boolean exclusively(Runnable work) {
    work.run();
    return true;
  }

  @Override
  public boolean done(ReconciliationRun before, Position now, Tally added, List<Finding> found) {
    ReconciliationRun it = sweeps.get((int) before.id());
    if (!it.isRunning() || !Objects.equals(it.at(), before.at())) {
      return false;
    }
    replace(it, it.state(), now, it.tally().plus(added));
    findings.addAll(found);
    return true;
  }

  @Override
  public List<Finding> unhealed(long id) {
    return findings.stream().filter(it -> it.outcome() == Outcome.FOUND).toList();
  }

  @Override
  public void settle(long id, Finding settled) {
    findings.replaceAll(
        it ->
            it.merchantId().equals(settled.merchantId())
                    && Objects.equals(it.date(), settled.date())
                ? settled
                : it);
    if (settled.outcome() == Outcome.HEALED) {
      ReconciliationRun it = find(id).orElseThrow();
      replace(it, it.state(), it.at(), it.tally().plus(new Tally(0, 0, 0, 0, 0, 1)));
    }
  }

  @Override
  public void end(long id) {
    ReconciliationRun it = find(id).orElseThrow();
    replace(it, State.DONE, it.at(), it.tally());
  }

  @Override
  public boolean cancel(long id, RequestedBy action) {
    ReconciliationRun it = find(id).orElseThrow();
    if (it.isRunning()) {
      replace(it, State.CANCELLED, it.at(), it.tally());
      return true;
    }
    return false;
  }

  private void replace(ReconciliationRun it, State state, @Nullable Position at, Tally tally) {
    sweeps.set(
        (int) it.id(),
        new ReconciliationRun(
            it.id(),
            it.scope(),
            it.action(),
            state,
            it.begunAt(),
            it.endedAt(),
            it.cancelled(),
            at,
            tally,
            Duration.ZERO));
  }

  private ReconciliationRun rested(ReconciliationRun it) {
    Duration rest =
        Duration.between(clock.instant(), restsUntil.getOrDefault(it.id(), clock.instant()));
    return new ReconciliationRun(
        it.id(),
        it.scope(),
        it.action(),
        it.state(),
        it.begunAt(),
        it.endedAt(),
        it.cancelled(),
        it.at(),
        it.tally(),
        rest.isNegative() ? Duration.ZERO : rest);
  }

  @Override
  public void rest(long id, Duration length) {
    restsUntil.put(id, clock.instant().plusMillis(length.toMillis()));
  }

  @Override
  public List<Finding> findings(long id, int skipped, int most) {
    return List.copyOf(findings);
  }

  @Override
  public void forget(Duration age) {}
}
