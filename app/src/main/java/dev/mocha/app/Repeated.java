package dev.mocha.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does something again and again on a thread of its own, while the application runs. That it cannot
 * is told once, and that it can again.
 */
final class Repeated implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Repeated.class);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final String name;
  private final int phase;
  private final Duration afterFailure;
  private final Supplier<Duration> work;
  private final Runnable end;
  private volatile boolean running;
  private boolean failing;
  private volatile ScheduledExecutorService executor;

  /**
   * @param work says how long to wait before the next time
   * @param end is called after the last time
   */
  Repeated(String name, int phase, Duration afterFailure, Supplier<Duration> work, Runnable end) {
    this.name = name;
    this.phase = phase;
    this.afterFailure = afterFailure;
    this.work = work;
    this.end = end;
    this.executor = executor();
  }

  private ScheduledExecutorService executor() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name(name).daemon().factory());
  }

  @Override
  public void start() {
    if (executor.isShutdown()) {
      executor = executor();
    }
    running = true;
    next(Duration.ZERO);
  }

  private void next(Duration delay) {
    if (running) {
      var _ = executor.schedule(this::work, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void work() {
    Duration delay = afterFailure;
    try {
      delay = work.get();
      if (failing) {
        LOG.info("{} go on", name);
      }
      failing = false;
    } catch (RuntimeException | Error failed) {
      if (running && !failing) {
        LOG.warn("{} cannot go on now: {}", name, failed.toString());
        LOG.debug("the reason", failed);
      }
      failing = true;
    }
    next(delay);
  }

  @Override
  public void stop() {
    running = false;
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} has not ended within {}", name, DRAIN);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    end.run();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return phase;
  }
}
