package dev.mocha.application.publishing;

import java.time.Instant;
import java.util.Collection;

/** The end of the event store. */
public interface EventStoreEnd {

  /** Each event committed before {@code at}, by the store's clock, has at most this position. */
  record End(Instant at, long position) {}

  End now();

  /** Whether the store holds an event at one of these positions. */
  boolean isStoredAtAny(Collection<Long> positions);
}
