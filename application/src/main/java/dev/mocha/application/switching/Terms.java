package dev.mocha.application.switching;

/**
 * How the switch stands as this process knows it, and what it has seen since. Where the database is
 * away the last known state holds.
 */
public final class Terms {

  private final SwitchStates states;
  private volatile Term current;

  /** A term of the switch, and what this process has seen in it. */
  record Term(SwitchState state, Evidence evidence) {}

  /** Needs the database once. */
  public Terms(SwitchStates states) {
    this.states = states;
    this.current = new Term(states.current(), new Evidence());
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
      Term ended = current;
      current = new Term(state, new Evidence());
      states.keep(ended.state().term(), ended.evidence().seen());
    }
  }

  /** How the switch stands, as this process knows it. */
  public SwitchState state() {
    return current.state();
  }

  /** What this process has seen since. */
  public Seen seen() {
    return current.evidence().seen();
  }

  /** Tells the others what this process has seen. */
  public void tell() {
    Term now = current;
    states.keep(now.state().term(), now.evidence().seen());
  }
}
