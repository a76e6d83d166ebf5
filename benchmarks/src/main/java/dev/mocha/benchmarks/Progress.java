package dev.mocha.benchmarks;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Measures the speed at which a backlog is worked off. */
final class Progress {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

  private Progress() {}

  /**
   * Waits until a count has risen by an amount. The time until the count first rises, and what it
   * rises by then, do not count.
   *
   * @return the rise a second
   */
  static double perSecond(LongSupplier count, long before, long backlog) {
    RunningMocha.await("the work begins", () -> count.getAsLong() > before);
    long first = count.getAsLong();
    long begun = System.nanoTime();
    long last = first;
    while (last < before + backlog) {
      RunningMocha.pause(POLL_INTERVAL);
      last = count.getAsLong();
    }
    return (last - first) / ((System.nanoTime() - begun) / 1e9);
  }
}
