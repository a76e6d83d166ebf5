package dev.mocha.app.wiring;

import dev.mocha.application.process.StartOrder;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Repeats a task on its own thread while the application runs. It logs the first of several
 * failures in a row, and the recovery.
 */
final class PeriodicTask implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final String name;
  private final StartOrder order;
  private final Duration afterFailure;
  private final Supplier<Duration> work;
  private final Runnable end;
  private volatile boolean running;
  private boolean failing;
  private volatile ScheduledExecutorService executor;

  /** A task that repeats after the same pause, also after a failure. */
  static PeriodicTask every(Duration pause, String name, StartOrder order, Runnable work) {
    return new PeriodicTask(
        name,
        order,
        pause,
        () -> {
          work.run();
          return pause;
        });
  }

  /** A task without cleanup. */
  PeriodicTask(String name, StartOrder order, Duration afterFailure, Supplier<Duration> work) {
    this(name, order, afterFailure, work, () -> {});
  }

  /**
   * @param name of the task and its thread
   * @param afterFailure the pause after a failure
   * @param work performs the task and returns the pause until the next run
   * @param end runs after the last run
   */
  PeriodicTask(
      String name, StartOrder order, Duration afterFailure, Supplier<Duration> work, Runnable end) {
    this.name = name;
    this.order = order;
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
        LOG.info("{}: recovered", name);
      }
      failing = false;
    } catch (RuntimeException | Error failed) {
      if (running && !failing) {
        LOG.warn("{}: failed, will retry: {}", name, failed.toString());
        LOG.debug("{}: cause of the failure", name, failed);
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
      if (!executor.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{}: still running after {}", name, STOP_TIMEOUT);
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
    return order.phase();
  }
}
