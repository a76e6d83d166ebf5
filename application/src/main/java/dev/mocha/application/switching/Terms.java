package dev.mocha.application.switching;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How the switch stands as this process knows it, and what it has seen since, minute by minute.
 * Where the database is away the last known state holds.
 */
public final class Terms {

  private final SwitchStates states;
  private final Clock clock;
  private volatile Term current;
  private Term before;
  private Seen earlier = Seen.NOTHING;

  /** A minute of a term of the switch, and what this process has seen in it. */
  record Term(SwitchState state, Instant minute, Evidence evidence) {}

  /** Needs the database once. */
  public Terms(SwitchStates states, Clock clock) {
    this.states = states;
    this.clock = clock;
    this.current = begun(states.current());
    this.before = begun(current.state());
  }

  private Term begun(SwitchState state) {
    return new Term(state, clock.instant().truncatedTo(ChronoUnit.MINUTES), new Evidence());
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
  public synchronized Seen seen() {
    return earlier.plus(before.evidence().seen()).plus(current.evidence().seen());
  }

  /**
   * Tells the others what this process has seen. Answers that were under way when a minute or a
   * term ended are told with it.
   */
  public synchronized void tell() {
    for (Term it : new Term[] {before, current}) {
      states.keep(it.state().term(), it.minute(), it.evidence().seen());
    }
    Term next = begun(current.state());
    if (next.minute().isAfter(current.minute())) {
      go(next);
    }
  }
}
