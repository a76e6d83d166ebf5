package dev.mocha.kafka.streaming;

import java.time.Instant;

/** What a record of the log says to a stream. */
sealed interface Decoded<T> {

  /** Something to apply. */
  record Content<T>(T value) implements Decoded<T> {}

  /** Everything committed before this moment stands before this record. */
  record Mark<T>(Instant completeTo) implements Decoded<T> {}

  /** Nothing that the stream is about. */
  record Nothing<T>() implements Decoded<T> {}
}
