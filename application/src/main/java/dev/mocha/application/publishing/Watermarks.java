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
 * Writes watermarks, which say how far the log is complete. The log has acknowledged every event
 * that was committed before a watermark's time when the watermark is sent.
 */
public final class Watermarks {

  private final EventStoreEnd store;
  private final Supplier<Optional<StreamingEventProcessor>> relay;
  private final PublishedLog log;
  private final PublishedCounts counts;
  private @Nullable End awaited;

  public Watermarks(
      EventStoreEnd store,
      Supplier<Optional<StreamingEventProcessor>> relay,
      PublishedLog log,
      PublishedCounts counts) {
    this.store = store;
    this.relay = relay;
    this.log = log;
    this.counts = counts;
  }

  /**
   * Reads the end of the event store, unless it awaits one already, and sends a watermark when the
   * relay has passed that end. Does nothing while another process runs the relay.
   *
   * @return whether a watermark was sent
   */
  public synchronized boolean advance() {
    Optional<EventTrackerStatus> status =
        relay.get().stream()
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
    List<LogCount> unreported = counts.unreported();
    log.watermark(end.at(), end.position(), unreported);
    counts.reported(unreported);
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
