package dev.mocha.kafka.streaming.decoding;

import dev.mocha.application.publishing.LogCount;
import java.time.Instant;
import java.util.List;

/** A decoded record of the log. */
public sealed interface Decoded<T> {

  /** A record that the stream applies. */
  record Content<T>(T value) implements Decoded<T> {}

  /**
   * A watermark.
   *
   * @param completeTo everything committed before this time precedes the watermark
   * @param counts of the published events, as far as the watermark has them
   */
  record Watermark<T>(Instant completeTo, List<LogCount> counts) implements Decoded<T> {}

  /** A record of a type that the stream skips. */
  record Nothing<T>() implements Decoded<T> {}
}
