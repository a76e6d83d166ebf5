package dev.mocha.application.publishing;

import dev.mocha.application.publishing.EventStoreEnd.End;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.WrappedToken;
import org.jspecify.annotations.Nullable;

/**
 * Marks on the log how far it is complete. A mark claims only what holds: every event that was
 * committed before its time has been acknowledged by the log before the mark is sent.
 */
public final class Watermarks {

  private final EventStoreEnd store;
  private final Supplier<Optional<StreamingEventProcessor>> publisher;
  private final PublishedLog log;
  private final PublishedCounts counts;
  private @Nullable End awaited;

  public Watermarks(
      EventStoreEnd store,
      Supplier<Optional<StreamingEventProcessor>> publisher,
      PublishedLog log,
      PublishedCounts counts) {
    this.store = store;
    this.publisher = publisher;
    this.log = log;
    this.counts = counts;
  }

  /**
   * Looks at the end of the store, or goes on waiting for the end seen before, and marks the log
   * when the publisher has passed it. Does nothing where another process publishes.
   *
   * @return whether a mark was sent
   */
  public synchronized boolean advance() {
    Optional<EventTrackerStatus> status =
        publisher.get().stream()
            .flatMap(it -> it.processingStatus().values().stream())
            .filter(it -> !it.isErrorState())
            .findFirst();
    if (status.isEmpty()) {
      awaited = null;
      return false;
    }
    End end = awaited == null ? store.now() : awaited;
    awaited = end;
    if (!hasPassed(status.get(), end)) {
      return false;
    }
    List<LogCount> unmarked = counts.unmarked();
    log.mark(end.at(), end.position(), unmarked);
    counts.marked(unmarked);
    awaited = null;
    return true;
  }

  private boolean hasPassed(EventTrackerStatus status, End end) {
    GapAwareTrackingToken token =
        WrappedToken.unwrap(status.getTrackingToken(), GapAwareTrackingToken.class).orElse(null);
    if (token == null) {
      return end.position() < 0;
    }
    Collection<Long> gaps = token.getGaps().headSet(end.position() + 1);
    return token.getIndex() >= end.position() && (gaps.isEmpty() || !store.isStoredAtAny(gaps));
  }
}
