package dev.mocha.application.process;

/**
 * The order in which the parts of a process start. They stop in the reverse order, after the HTTP
 * server, which starts last and stops first.
 */
public enum StartOrder {

  /** First: a report that is asked for needs to know which path answers. */
  SWITCH_STATE(10),

  /** The command bus and the outbox relay. */
  AXON(20),

  /** After the relay, whose position they publish. */
  WATERMARKS(30),

  /** Streams apply what the log holds. They stop after everything that waits for them. */
  STREAMS(40),

  /** After the streams: a rebuild waits until the stream of its generation has caught up. */
  REBUILDS(50),

  /** Reconciliation and sealing read and repair what the streams write. */
  BACKGROUND(60),

  /** Last: the gate judges what the others made. */
  SWITCH_GATE(70);

  private final int phase;

  StartOrder(int phase) {
    this.phase = phase;
  }

  /** The phase of a Spring {@code SmartLifecycle}. */
  public int phase() {
    return phase;
  }
}
