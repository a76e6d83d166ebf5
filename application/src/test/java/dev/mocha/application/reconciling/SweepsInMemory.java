package dev.mocha.application.reconciling;

import dev.mocha.application.rebuilding.Generations.Action;
import dev.mocha.application.reconciling.Sweep.Finding;
import dev.mocha.application.reconciling.Sweep.Scope;
import dev.mocha.application.reconciling.Sweep.State;
import dev.mocha.application.reconciling.Sweep.Tally;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sweeps of one process. */
final class SweepsInMemory implements Sweeps {

  private final Clock clock;
  private final List<Sweep> sweeps = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  SweepsInMemory(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Sweep> begin(Scope scope, Action action) {
    if (running().isPresent()) {
      return Optional.empty();
    }
    var begun =
        new Sweep(
            sweeps.size(), scope, action, State.RUNNING, clock.instant(), null, null, Tally.NONE);
    sweeps.add(begun);
    return Optional.of(begun);
  }

  @Override
  public Optional<Sweep> running() {
    return sweeps.stream().filter(Sweep::isRunning).findFirst();
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
    work.run();
    return true;
  }

  @Override
  public void done(long id, MerchantId merchant, Tally added, List<Finding> found) {
    Sweep it = find(id).orElseThrow();
    replace(it, it.state(), merchant, it.tally().plus(added));
    findings.addAll(found);
  }

  @Override
  public void end(long id) {
    Sweep it = find(id).orElseThrow();
    replace(it, State.DONE, it.after(), it.tally());
  }

  @Override
  public boolean cancel(long id, Action action) {
    Sweep it = find(id).orElseThrow();
    if (it.isRunning()) {
      replace(it, State.CANCELLED, it.after(), it.tally());
      return true;
    }
    return false;
  }

  private void replace(Sweep it, State state, @Nullable MerchantId after, Tally tally) {
    sweeps.set(
        (int) it.id(),
        new Sweep(
            it.id(), it.scope(), it.action(), state, it.begunAt(), it.endedAt(), after, tally));
  }

  @Override
  public List<Finding> findings(long id, int most) {
    return List.copyOf(findings);
  }
}
