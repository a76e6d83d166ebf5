package dev.mocha.application.process;

/**
 * The order in which the parts of a process start. They stop in the reverse order, after the HTTP
 * server, which starts last and stops first.
 */
public enum StartOrder {

  /** First: a report that is asked for needs to know which path answers. */
  SWITCH_STATE,

  /** The command bus and the outbox relay. */
  AXON,

  /** After the relay, whose position they publish. */
  WATERMARKS,

  /** Streams apply what the log holds. They stop after everything that waits for them. */
  STREAMS,

  /** After the streams: a rebuild waits until the stream of its generation has caught up. */
  REBUILDS,

  /** Reconciliation and sealing read and repair what the streams write. */
  BACKGROUND,

  /** Last: the gate judges what the others made. */
  SWITCH_GATE;

  /** The phase of a Spring {@code SmartLifecycle}. */
  public int phase() {
    return ordinal();
  }
}
