package dev.mocha.application.process;

/**
 * The order in which the parts of a process start. They stop in the reverse order, after the HTTP
 * server, which starts last and stops first.
 */
public enum StartOrder {

  /** First: a request for a report needs to know which path answers. */
  SWITCH_STATE(10),

  /** The command bus. */
  AXON(20),

  /** Publishes what commands append. */
  OUTBOX_RELAY(30),

  /** The streams of the log into tables. They stop after everything that depends on them. */
  STREAMS(40),

  /** After the streams: a rebuild waits until the stream of its generation has caught up. */
  REBUILDS(50),

  /** Reconciliation and sealing work on the rows that the streams write. */
  BACKGROUND(60),

  /** Last: the gate and the comparisons judge the answers of both paths. */
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
