package dev.mocha.postgres.rows;

import dev.mocha.application.publishing.LogCount;
import java.util.Collection;
import java.util.List;

/**
 * Counts as parameters of a statement: an array each of topic, partition, minute, events, checksum.
 */
public final class CountColumns {

  private CountColumns() {}

  /** The arrays, in that order. */
  public static List<Object> of(Collection<LogCount> counts) {
    return List.of(
        counts.stream().map(it -> it.partition().topic()).toArray(String[]::new),
        counts.stream().map(it -> it.partition().partition()).toArray(Integer[]::new),
        counts.stream().map(it -> it.minute().toString()).toArray(String[]::new),
        counts.stream().map(LogCount::events).toArray(Long[]::new),
        counts.stream().map(LogCount::checksum).toArray(Long[]::new));
  }
}
