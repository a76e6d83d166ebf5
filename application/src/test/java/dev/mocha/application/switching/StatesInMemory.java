package dev.mocha.application.switching;

import dev.mocha.application.switching.ComparisonStats.Kind;
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

/** The database of the switch in memory; it can be away. */
public final class StatesInMemory implements SwitchStates, Mismatches {

  final List<RecordedChange> changes = new ArrayList<>();
  final List<Mismatch> mismatches = new ArrayList<>();
  final Map<Long, Map<Instant, ComparisonStats>> recorded = new HashMap<>();
  SwitchState state;
  boolean away;
  boolean statsUnreadable;

  private final Instant now;

  StatesInMemory(Mode mode, int share) {
    this(new SwitchState(1, setting(mode, share), Instant.EPOCH), Instant.EPOCH);
  }

  /**
   * @param state the first
   * @param now the time of all changes
   */
  public StatesInMemory(SwitchState state, Instant now) {
    this.state = state;
    this.now = now;
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
  public Optional<SwitchState> change(long expectedEpoch, Setting to, SwitchChange change) {
    reach();
    if (expectedEpoch != state.epoch()) {
      return Optional.empty();
    }
    changes.addFirst(new RecordedChange(now, expectedEpoch, state.setting(), to, change));
    state = new SwitchState(expectedEpoch + 1, to, now);
    return Optional.of(state);
  }

  @Override
  public List<RecordedChange> changes(int limit) {
    return changes.stream().limit(limit).toList();
  }

  @Override
  public void record(long epoch, Instant minute, ComparisonStats stats) {
    reach();
    recorded.computeIfAbsent(epoch, _ -> new HashMap<>()).put(minute, stats);
  }

  @Override
  public void merge(long epoch, Instant before) {
    Map<Instant, ComparisonStats> minutes = recorded.getOrDefault(epoch, new HashMap<>());
    List<Instant> merged =
        minutes.keySet().stream().filter(it -> it.isBefore(before)).sorted().toList();
    merged.stream()
        .map(minutes::remove)
        .reduce(ComparisonStats::plus)
        .ifPresent(sum -> minutes.put(merged.getFirst(), sum));
  }

  @Override
  public ComparisonStats stats(long epoch, Instant since) {
    if (statsUnreadable) {
      throw new IllegalStateException("unreadable");
    }
    return recorded.getOrDefault(epoch, Map.of()).entrySet().stream()
        .filter(it -> !it.getKey().isBefore(since))
        .map(Map.Entry::getValue)
        .reduce(ComparisonStats.NOTHING, ComparisonStats::plus);
  }

  @Override
  public void add(Mismatch mismatch) {
    reach();
    mismatches.addFirst(mismatch);
  }

  @Override
  public List<Mismatch> latest(@Nullable Kind kind, int limit) {
    return mismatches.stream()
        .filter(it -> kind == null || it.kind() == kind)
        .limit(limit)
        .toList();
  }

  @Override
  public void dropOlderThan(Duration retention) {
    mismatches.clear();
  }
}
