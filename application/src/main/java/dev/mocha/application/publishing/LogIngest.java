package dev.mocha.application.publishing;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Appends the events of other services to the log. */
public interface LogIngest {

  Set<String> topics();

  /**
   * Validates events, appends the valid ones to a topic, and returns when the log has acknowledged
   * them or the timeout has passed.
   *
   * @param topic one of {@link #topics()}
   * @return the outcome of each event, in the order of the events
   */
  List<Outcome> append(String topic, List<LogEvent> events);

  /**
   * Appends a watermark to each partition of a topic: the log holds every event that the service
   * committed before {@code completeTo}. Only the service that writes a topic may do so.
   *
   * @param topic one of {@link #topics()}
   * @param source the CloudEvents source attribute of the service
   */
  WatermarkOutcome watermark(String topic, URI source, Instant completeTo);

  enum WatermarkOutcome {
    /** All partitions hold it. */
    ACKNOWLEDGED,
    /** Mocha writes the watermarks of this topic itself, from its own event store. */
    REFUSED,
    /** The log did not acknowledge it in time; some partitions may hold it. */
    TIMED_OUT
  }

  sealed interface Outcome {

    /** All replicas of the log hold the event. */
    record Acknowledged(int partition, long offset) implements Outcome {}

    /** The event is invalid and was not appended. */
    record Invalid(List<Violation> violations) implements Outcome {}

    /** The event was not appended, because an earlier event of its subject was not. */
    record Blocked() implements Outcome {}

    /** The log did not acknowledge the event in time; it may or may not hold it. */
    record TimedOut() implements Outcome {}
  }

  /**
   * One fault of an event.
   *
   * @param pointer a JSON Pointer into the event's structured form
   */
  record Violation(String pointer, String message) {}
}
