package dev.mocha.application.rebuilding;

import dev.mocha.application.rebuilding.BulkTables.Load;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generations.Cancelled;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the progress of loading at intervals, and ends loading when it is cancelled. */
final class ProgressReport implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProgressReport.class);
  private static final long INTERVAL_MILLIS = 500;

  /** The weight of the last interval in the reported throughput is one part of so many. */
  private static final int SMOOTHING = 5;

  private final Generations generations;
  private final String name;
  private final Load load;
  private final RebuildThrottle throttle;
  private final Clock clock;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("rebuild-progress").daemon().factory());

  private long lastRead;
  private long lastNanos = System.nanoTime();
  private long throughput;

  ProgressReport(
      Generations generations, String name, Load load, RebuildThrottle throttle, Clock clock) {
    this.generations = generations;
    this.name = name;
    this.load = load;
    this.throttle = throttle;
    this.clock = clock;
    var _ =
        executor.scheduleWithFixedDelay(this::report, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void report() {
    long read = throttle.read();
    long nanos = System.nanoTime();
    long now = (read - lastRead) * 1_000 / Math.max(1, (nanos - lastNanos) / 1_000_000);
    throughput = throughput == 0 ? now : throughput + (now - throughput) / SMOOTHING;
    lastRead = read;
    lastNanos = nanos;
    try {
      generations.recordProgress(
          name,
          new Progress(
              Phase.LOADING, load.loaded() + read, load.total(), throughput, clock.instant()));
    } catch (Cancelled cancelled) {
      throttle.end(cancelled);
    } catch (RuntimeException unavailable) {
      LOG.debug(
          "cannot store the progress of {}; the next interval tries again", name, unavailable);
    }
  }

  /** Stops reporting; returns once the last report is stored. */
  @Override
  public void close() {
    executor.close();
  }
}
