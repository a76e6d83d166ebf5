package dev.mocha.application.publishing;

import java.util.Collection;
import java.util.List;

/** Counts published events, in the transactions that move the outbox relay's position. */
public interface PublishedCounts {

  /** Adds to the counts, in the caller's transaction. */
  void add(Collection<LogCount> published);

  /** The counts that have changed since a watermark reported them. */
  List<LogCount> unreported();

  /** Records that a watermark has reported these counts. */
  void reported(Collection<LogCount> counts);
}
