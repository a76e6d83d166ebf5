package dev.mocha.application.publishing;

import java.time.Instant;
import java.util.Collection;

/** The end of the event store. */
public interface EventStoreEnd {

  /**
   * Every event that was committed before {@code at} has this position or a lower one.
   *
   * @param at by the clock of the event store
   */
  record End(Instant at, long position) {}

  End now();

  /** Whether the store holds an event at one of these positions. */
  boolean isStoredAtAny(Collection<Long> positions);
}
