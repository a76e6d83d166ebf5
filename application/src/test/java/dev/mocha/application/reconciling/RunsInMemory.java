package dev.mocha.application.reconciling;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.ReconciliationRun.Progress;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.State;
import dev.mocha.application.reconciling.ReconciliationRun.Stats;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The runs of one process. All runs share their findings. */
public final class RunsInMemory implements ReconciliationRuns {

  private final Clock clock;
  private final TreeMap<Long, ReconciliationRun> runs = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Long, Instant> pausedUntil = new HashMap<>();

  public RunsInMemory(Clock clock) {
    this.clock = clock;
  }

  /** Drops all runs; the next has the id 1 again. */
  public void clear() {
    runs.clear();
    findings.clear();
    pausedUntil.clear();
  }

  public void add(Finding finding) {
    findings.add(finding);
  }

  @Override
  public Optional<ReconciliationRun> begin(Scope scope, RequestedBy requestedBy) {
    if (running().stream().anyMatch(it -> it.scope().offPeak() == scope.offPeak())) {
      return Optional.empty();
    }
    long id = runs.size() + 1L;
    var begun =
        new ReconciliationRun(
            id,
            scope,
            requestedBy,
            State.RUNNING,
            clock.instant(),
            null,
            null,
            null,
            Stats.NONE,
            Duration.ZERO);
    runs.put(id, begun);
    return Optional.of(begun);
  }

  @Override
  public List<ReconciliationRun> running() {
    return runs.values().stream()
        .filter(ReconciliationRun::isRunning)
        .map(this::withPause)
        .sorted(Comparator.comparing(it -> it.scope().offPeak()))
        .toList();
  }

  @Override
  public Optional<ReconciliationRun> find(long id) {
    return Optional.ofNullable(runs.get(id)).map(this::withPause);
  }

  @Override
  public List<ReconciliationRun> latest(int limit) {
    return runs.descendingMap().values().stream().limit(limit).toList();
  }

  @Override
  public boolean runExclusively(Runnable work) {
    work.run();
    return true;
  }

  @Override
  public boolean record(
      ReconciliationRun before, Progress progress, Stats page, List<Finding> found) {
    ReconciliationRun it = find(before.id()).orElseThrow();
    if (!it.isRunning() || !Objects.equals(it.progress(), before.progress())) {
      return false;
    }
    replace(it, it.state(), null, progress, it.stats().plus(page));
    findings.addAll(found);
    return true;
  }

  @Override
  public List<Finding> toRepair(long id) {
    return findings.stream().filter(it -> it.outcome() == Outcome.FOUND).toList();
  }

  @Override
  public void resolve(long id, Finding resolved) {
    findings.replaceAll(
        it ->
            it.merchantId().equals(resolved.merchantId())
                    && Objects.equals(it.date(), resolved.date())
                ? resolved
                : it);
    if (resolved.outcome() == Outcome.REPAIRED) {
      ReconciliationRun it = find(id).orElseThrow();
      Stats repaired = it.stats().plus(new Stats(0, 0, 0, 0, 0, 1));
      replace(it, it.state(), null, it.progress(), repaired);
    }
  }

  @Override
  public void finish(long id) {
    ReconciliationRun it = find(id).orElseThrow();
    replace(it, State.DONE, null, it.progress(), it.stats());
  }

  @Override
  public boolean cancel(long id, RequestedBy requestedBy) {
    ReconciliationRun it = find(id).orElseThrow();
    if (it.isRunning()) {
      replace(it, State.CANCELLED, requestedBy, it.progress(), it.stats());
      return true;
    }
    return false;
  }

  private void replace(
      ReconciliationRun it,
      State state,
      @Nullable RequestedBy cancelledBy,
      @Nullable Progress progress,
      Stats stats) {
    runs.put(
        it.id(),
        new ReconciliationRun(
            it.id(),
            it.scope(),
            it.requestedBy(),
            state,
            it.begunAt(),
            state == State.RUNNING ? null : clock.instant(),
            cancelledBy,
            progress,
            stats,
            Duration.ZERO));
  }

  private ReconciliationRun withPause(ReconciliationRun it) {
    Instant now = clock.instant();
    Duration pause = Duration.between(now, pausedUntil.getOrDefault(it.id(), now));
    return new ReconciliationRun(
        it.id(),
        it.scope(),
        it.requestedBy(),
        it.state(),
        it.begunAt(),
        it.endedAt(),
        it.cancelledBy(),
        it.progress(),
        it.stats(),
        pause.isNegative() ? Duration.ZERO : pause);
  }

  @Override
  public void pause(long id, Duration length) {
    pausedUntil.put(id, clock.instant().plusMillis(length.toMillis()));
  }

  @Override
  public List<Finding> findings(long id, int skip, int limit) {
    return findings.stream().skip(skip).limit(limit).toList();
  }

  @Override
  public void deleteOlderThan(Duration retention) {}
}
