package dev.mocha.benchmarks;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The speed of something that works off a backlog. */
final class Progress {

  private static final Duration LOOK = Duration.ofMillis(10);

  private Progress() {}

  /**
   * Waits until a count has risen by this much. What is done when the count first moves, with the
   * time it took to get going, is left out.
   *
   * @return how much a second
   */
  static double perSecond(LongSupplier count, long before, long backlog) {
    RunningMocha.await("it begins", () -> count.getAsLong() > before);
    long first = count.getAsLong();
    long begun = System.nanoTime();
    long last = first;
    while (last < before + backlog) {
      RunningMocha.pause(LOOK);
      last = count.getAsLong();
    }
    return (last - first) / ((System.nanoTime() - begun) / 1e9);
  }
}
