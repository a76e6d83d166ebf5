package dev.mocha.kafka.streaming.rows;

/** A record, or a value of one, that a stream cannot take; the message says why. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final int LONGEST = 60;

  public Refused(String reason) {
    super(reason, null, false, false);
  }

  /** What was found, short enough for people. */
  static String shortened(String found) {
    return found.length() <= LONGEST ? found : found.substring(0, LONGEST) + "…";
  }
}
