package dev.mocha.application.rebuilding;

import dev.mocha.application.rebuilding.BulkTables.Begun;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generations.Cancelled;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how far loading is while it goes on, and ends it when it is not wanted any more. */
final class ProgressReport implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProgressReport.class);
  private static final long INTERVAL_MILLIS = 500;

  /** The last interval counts for this part of the rate that is told. */
  private static final int PART = 5;

  private final Generations generations;
  private final String name;
  private final Begun begun;
  private final RebuildThrottle pace;
  private final Clock clock;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("rebuild-progress").daemon().factory());

  private long lastRead;
  private long lastNanos = System.nanoTime();
  private long rate;

  ProgressReport(
      Generations generations, String name, Begun begun, RebuildThrottle pace, Clock clock) {
    this.generations = generations;
    this.name = name;
    this.begun = begun;
    this.pace = pace;
    this.clock = clock;
    var _ = executor.scheduleWithFixedDelay(this::tell, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tell() {
    long read = pace.read();
    long nanos = System.nanoTime();
    long now = (read - lastRead) * 1_000 / Math.max(1, (nanos - lastNanos) / 1_000_000);
    rate = rate == 0 ? now : rate + (now - rate) / PART;
    lastRead = read;
    lastNanos = nanos;
    try {
      generations.progress(
          name,
          new Progress(Phase.LOADING, begun.loaded() + read, begun.total(), rate, clock.instant()));
    } catch (Cancelled cancelled) {
      pace.end(cancelled);
    } catch (RuntimeException away) {
      LOG.debug("cannot tell the progress now", away);
    }
  }

  /** Nothing is told after it returns. */
  @Override
  public void close() {
    executor.close();
  }
}
