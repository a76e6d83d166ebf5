package dev.mocha.application.switching;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How the switch stands as this process knows it, and what it has seen since, minute by minute.
 * Where the database is away the last known state holds.
 */
public final class SwitchEpochs {

  /** More than counts as lately, as the clocks of processes differ. */
  private static final Duration UNFOLDED = Duration.ofMinutes(3);

  private final SwitchStates states;
  private final Clock clock;
  private volatile Term current;
  private Term before;
  private ComparisonStats earlier = ComparisonStats.NOTHING;

  /** A minute of a term of the switch, and what this process has seen in it. */
  record Term(SwitchState state, Instant minute, EpochCounters evidence) {}

  /** Needs the database once. */
  public SwitchEpochs(SwitchStates states, Clock clock) {
    this.states = states;
    this.clock = clock;
    this.current = begun(states.current());
    this.before = begun(current.state());
  }

  private Term begun(SwitchState state) {
    return new Term(state, clock.instant().truncatedTo(ChronoUnit.MINUTES), new EpochCounters());
  }

  Term current() {
    return current;
  }

  /** Learns how the switch stands; to be called so often that a change holds within a second. */
  public void refresh() {
    learn(states.current());
  }

  synchronized void learn(SwitchState state) {
    if (state.term() > current.state().term()) {
      go(begun(state));
    }
  }

  private void go(Term next) {
    earlier = earlier.plus(before.evidence().seen());
    before = current;
    current = next;
  }

  /** How the switch stands, as this process knows it. */
  public SwitchState state() {
    return current.state();
  }

  /** What this process has seen since it started. */
  public synchronized ComparisonStats seen() {
    return earlier.plus(before.evidence().seen()).plus(current.evidence().seen());
  }

  /**
   * Tells the others what this process has seen. Answers that were under way when a minute or a
   * term ended are told with it; minutes before count as one.
   */
  public void tell() {
    for (Term it : latest()) {
      ComparisonStats seen = it.evidence().seen();
      if (!seen.isNothing()) {
        states.keep(it.state().term(), it.minute(), seen);
      }
    }
    if (isNextMinute()) {
      states.fold(current.state().term(), toldForGood());
    }
  }

  /** What is still told is not folded, however long the database was away. */
  private synchronized Instant toldForGood() {
    Instant latest = current.minute().minus(UNFOLDED);
    return before.minute().isBefore(latest) ? before.minute() : latest;
  }

  /** Nothing waits for the database while it holds the lock: the way back takes it, too. */
  private synchronized List<Term> latest() {
    return List.of(before, current);
  }

  private synchronized boolean isNextMinute() {
    Term next = begun(current.state());
    boolean isLater = next.minute().isAfter(current.minute());
    if (isLater) {
      go(next);
    }
    return isLater;
  }
}
