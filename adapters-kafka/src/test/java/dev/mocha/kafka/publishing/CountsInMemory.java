package dev.mocha.kafka.publishing;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.PublishedCounts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Counts that no watermark reports. */
final class CountsInMemory implements PublishedCounts {

  private final List<LogCount> counts = new ArrayList<>();

  @Override
  public synchronized void add(Collection<LogCount> published) {
    counts.addAll(published);
  }

  @Override
  public synchronized List<LogCount> unreported() {
    return LogCount.sum(counts);
  }

  @Override
  public void reported(Collection<LogCount> counts) {}
}
