package dev.mocha.application.publishing;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The way of other services to the log. */
public interface LogIngest {

  /** The topics that take events. */
  Set<String> topics();

  /**
   * Writes events to a topic, those that keep their schema and the topic's rules, and returns when
   * the log has answered for each.
   *
   * @param topic one of {@link #topics()}
   * @return what became of the events, in their order
   */
  List<Outcome> take(String topic, List<LogEvent> events);

  /**
   * Marks each partition of a topic: everything that a service had committed before a moment is on
   * the log. Whoever writes a topic is the only one to mark it.
   *
   * @param topic one of {@link #topics()}
   * @param source names the service
   */
  Marked mark(String topic, URI source, Instant completeTo);

  /** What became of a mark. */
  enum Marked {
    /** All partitions have it. */
    TAKEN,
    /** Mocha marks the log itself, by its own event store. */
    REFUSED,
    /** The log did not answer in time; some partitions may have it. */
    UNANSWERED
  }

  /** What became of an event. */
  sealed interface Outcome {

    /** The log has it safely. */
    record Taken(int partition, long offset) implements Outcome {}

    /** It was not written: something is wrong with it. */
    record Invalid(List<Violation> violations) implements Outcome {}

    /** It was not written: an event of the same subject before it was not. */
    record Behind() implements Outcome {}

    /** The log did not answer for it in time; it may or may not have it. */
    record Unanswered() implements Outcome {}
  }

  /**
   * One thing that is wrong with an event.
   *
   * @param pointer a JSON Pointer into the event's structured form
   */
  record Violation(String pointer, String message) {}
}
