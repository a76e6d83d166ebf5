package dev.mocha.application.publishing;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The log that other services read. */
public interface PublishedLog {

  /**
   * Sends a batch in order and returns its counts when the log has acknowledged every event. Throws
   * when the log may lack an event. An invalid event keeps its whole batch from being sent; nothing
   * is sent after an event that the log has rejected.
   */
  List<LogCount> publish(List<? extends OutboxEvent> events);

  /**
   * Appends a watermark to every partition: the events committed before {@code at} precede it.
   *
   * @param at by the clock of the event store
   * @param position the last index of the event store at that moment, -1 when it is empty
   * @param counts of published events; the watermark of their partition reports them
   */
  void watermark(Instant at, long position, Collection<LogCount> counts);
}
