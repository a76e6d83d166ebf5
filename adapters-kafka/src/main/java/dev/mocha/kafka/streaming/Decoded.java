package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogCount;
import java.time.Instant;
import java.util.List;

/** What a record of the log says to a stream. */
public sealed interface Decoded<T> {

  /** Something to apply. */
  record Content<T>(T value) implements Decoded<T> {}

  /**
   * Everything committed before this moment stands before this record.
   *
   * @param counts of what was published, as far as they are told here
   */
  record Mark<T>(Instant completeTo, List<LogCount> counts) implements Decoded<T> {}

  /** Nothing that the stream is about. */
  record Nothing<T>() implements Decoded<T> {}
}
