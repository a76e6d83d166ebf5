package dev.mocha.application.publishing;

import java.time.Instant;
import java.util.Collection;

/** Where the event store ends. */
public interface EventStoreEnd {

  /**
   * Everything committed before {@code at} stands at or below {@code position}.
   *
   * @param at by the store's clock
   */
  record End(Instant at, long position) {}

  End now();

  /** Whether an event is stored at one of these positions by now. */
  boolean isStoredAtAny(Collection<Long> positions);
}
