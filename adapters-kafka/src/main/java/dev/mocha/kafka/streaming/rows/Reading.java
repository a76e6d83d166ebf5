package dev.mocha.kafka.streaming.rows;

import dev.mocha.application.streaming.StreamRow;
import java.time.Instant;

/** What a record of a topic is to a stream. */
public sealed interface Reading {

  /** A row to write or to delete. */
  record Row(StreamRow row) implements Reading {}

  /** Everything committed before this moment stands before this record. */
  record Mark(Instant completeTo) implements Reading {}

  /** A record of a type that the stream leaves out. */
  record Nothing() implements Reading {}
}
