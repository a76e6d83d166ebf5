package dev.mocha.application.process;

/**
 * The order in which the parts of a process start. They stop in the reverse order, after the HTTP
 * server, which starts last and stops first.
 */
public enum StartOrder {

  /** First: a request for a report needs to know which path answers. */
  SWITCH_STATE,

  /** The command bus and the outbox relay. */
  AXON,

  /** After the outbox relay, whose position they follow. */
  WATERMARKS,

  /** The streams of the log into tables. They stop after everything that depends on them. */
  STREAMS,

  /** After the streams: a rebuild waits until the stream of its generation has caught up. */
  REBUILDS,

  /** Reconciliation and sealing work on the rows that the streams write. */
  BACKGROUND,

  /** Last: the gate and the comparisons judge the answers of both paths. */
  SWITCH_GATE;

  /** The phase of a Spring {@code SmartLifecycle}. */
  @SuppressWarnings("EnumOrdinal") // the order of the constants is the order of start
  public int phase() {
    return ordinal();
  }
}
