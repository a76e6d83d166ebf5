package dev.mocha.kafka.streaming.decoding;

/** A record, or a value of it, that a stream cannot use. The message says why. */
public final class InvalidRecord extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final int MAX_LENGTH = 60;

  public InvalidRecord(String reason) {
    super(reason, null, false, false);
  }

  /** The value, short enough for a message. */
  static String shortened(String found) {
    return found.length() <= MAX_LENGTH ? found : found.substring(0, MAX_LENGTH) + "…";
  }
}
