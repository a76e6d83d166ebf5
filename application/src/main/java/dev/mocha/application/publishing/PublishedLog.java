package dev.mocha.application.publishing;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;

/** The log that other services read. */
public interface PublishedLog {

  /**
   * Sends a batch, in its order, and returns what was sent when the log has all of it safely;
   * throws when it may lack one. No event of the batch is sent when one of them may not be; no
   * later event is sent after one that the log has refused.
   */
  List<LogCount> publish(List<? extends EventMessage<?>> events);

  /**
   * Says on every partition that all events committed before a moment stand before this point.
   *
   * @param at by the clock of the event store
   * @param position the last position in the event store at that moment
   * @param counts of what was published, each for the mark of its partition
   */
  void mark(Instant at, long position, Collection<LogCount> counts);

  /** Why a batch of this process failed of late; nothing when none has failed after the last. */
  Optional<String> failure();
}
