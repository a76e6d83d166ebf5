package dev.mocha.application.switching;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The state of the switch as this process knows it, and the statistics of this process by epoch and
 * minute. While the database is away the last known state holds.
 */
public final class SwitchEpochs {

  /** Longer than what the gate takes as recent, because the clocks of processes differ. */
  private static final Duration UNMERGED = Duration.ofMinutes(3);

  private final SwitchStates states;
  private final Clock clock;
  private volatile EpochMinute current;
  private EpochMinute previous;
  private ComparisonStats earlier = ComparisonStats.NOTHING;

  /** A minute of an epoch, and what this process counts in it. */
  record EpochMinute(SwitchState state, Instant start, EpochCounters counters) {}

  /** Reads the state from the database. */
  public SwitchEpochs(SwitchStates states, Clock clock) {
    this.states = states;
    this.clock = clock;
    this.current = minuteOf(states.current());
    this.previous = minuteOf(current.state());
  }

  private EpochMinute minuteOf(SwitchState state) {
    return new EpochMinute(
        state, clock.instant().truncatedTo(ChronoUnit.MINUTES), new EpochCounters());
  }

  EpochMinute current() {
    return current;
  }

  /** Reads the state from the database; called so often that a change holds within a second. */
  public void refresh() {
    adopt(states.current());
  }

  synchronized void adopt(SwitchState state) {
    if (state.epoch() > current.state().epoch()) {
      begin(minuteOf(state));
    }
  }

  private void begin(EpochMinute next) {
    earlier = earlier.plus(previous.counters().stats());
    previous = current;
    current = next;
  }

  public SwitchState state() {
    return current.state();
  }

  /** Statistics of this process since it started. */
  public synchronized ComparisonStats stats() {
    return earlier.plus(previous.counters().stats()).plus(current.counters().stats());
  }

  /**
   * Records the statistics of this process for the others: those of the present minute, and those
   * of the previous one again, whose last requests may have ended since. Merges older minutes.
   */
  public void record() {
    for (EpochMinute it : latest()) {
      ComparisonStats stats = it.counters().stats();
      if (!stats.isNothing()) {
        states.record(it.state().epoch(), it.start(), stats);
      }
    }
    if (isNextMinute()) {
      states.merge(current.state().epoch(), startOfUnmerged());
    }
  }

  /** A minute that is still recorded is not merged, however long the database was away. */
  private synchronized Instant startOfUnmerged() {
    Instant start = current.start().minus(UNMERGED);
    return previous.start().isBefore(start) ? previous.start() : start;
  }

  /** Holds the lock only while it reads: a rollback takes it, too, and must not wait long. */
  private synchronized List<EpochMinute> latest() {
    return List.of(previous, current);
  }

  private synchronized boolean isNextMinute() {
    EpochMinute next = minuteOf(current.state());
    boolean isLater = next.start().isAfter(current.start());
    if (isLater) {
      begin(next);
    }
    return isLater;
  }
}
