package dev.mocha.application.switching;

import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the database would keep; it can be away. */
final class StatesInMemory implements SwitchStates, Mismatches {

  final List<Change> changes = new ArrayList<>();
  final List<Mismatch> mismatches = new ArrayList<>();
  final Map<Long, Map<Instant, ComparisonStats>> seen = new HashMap<>();
  SwitchState state;
  boolean away;
  boolean forgetful;

  StatesInMemory(Mode mode, int share) {
    state = new SwitchState(1, setting(mode, share), Instant.EPOCH);
  }

  static Setting setting(Mode mode, int share) {
    return new Setting(mode, share, Set.of(), Set.of(), true);
  }

  private void reach() {
    if (away) {
      throw new IllegalStateException("the database is away");
    }
  }

  @Override
  public SwitchState current() {
    reach();
    return state;
  }

  @Override
  public Optional<SwitchState> change(long seenTerm, Setting to, Order order) {
    reach();
    if (seenTerm != state.term()) {
      return Optional.empty();
    }
    changes.addFirst(
        new Change(
            Instant.EPOCH,
            order.by(),
            order.reason(),
            seenTerm,
            state.setting(),
            to,
            order.evidence()));
    state = new SwitchState(seenTerm + 1, to, Instant.EPOCH);
    return Optional.of(state);
  }

  @Override
  public List<Change> changes(int most) {
    return changes.stream().limit(most).toList();
  }

  @Override
  public void keep(long term, Instant minute, ComparisonStats what) {
    reach();
    seen.computeIfAbsent(term, _ -> new HashMap<>()).put(minute, what);
  }

  @Override
  public void fold(long term, Instant minute) {
    Map<Instant, ComparisonStats> told = seen.getOrDefault(term, new HashMap<>());
    List<Instant> over = told.keySet().stream().filter(it -> it.isBefore(minute)).sorted().toList();
    over.stream()
        .map(told::remove)
        .reduce(ComparisonStats::plus)
        .ifPresent(sum -> told.put(over.getFirst(), sum));
  }

  @Override
  public ComparisonStats seen(long term, Instant since) {
    if (forgetful) {
      throw new IllegalStateException("not known");
    }
    return seen.getOrDefault(term, Map.of()).entrySet().stream()
        .filter(it -> !it.getKey().isBefore(since))
        .map(Map.Entry::getValue)
        .reduce(ComparisonStats.NOTHING, ComparisonStats::plus);
  }

  @Override
  public void keep(Mismatch mismatch) {
    reach();
    mismatches.addFirst(mismatch);
  }

  @Override
  public List<Mismatch> latest(@Nullable Counted kind, int most) {
    return mismatches.stream().filter(it -> kind == null || it.kind() == kind).limit(most).toList();
  }

  @Override
  public void forget(Duration age) {
    mismatches.clear();
  }
}
