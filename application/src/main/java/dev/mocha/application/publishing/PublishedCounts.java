package dev.mocha.application.publishing;

import java.util.Collection;
import java.util.List;

/** What was published, counted in the transactions that move the publisher's position. */
public interface PublishedCounts {

  /** Adds to the counts, in the caller's transaction. */
  void add(Collection<LogCount> published);

  /** The counts that have changed since the log was told of them. */
  List<LogCount> unmarked();

  /** The log is told of these. */
  void marked(Collection<LogCount> counts);
}
