package dev.mocha.kafka.streaming;

import org.jspecify.annotations.Nullable;

/** A record that is not what the stream takes; the message says what is wrong with it. */
final class Undecodable extends RuntimeException {
  private static final long serialVersionUID = 1;

  Undecodable(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }

  Undecodable(String reason) {
    this(reason, null);
  }
}
