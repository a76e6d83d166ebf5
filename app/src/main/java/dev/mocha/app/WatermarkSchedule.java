package dev.mocha.app;

import dev.mocha.application.publishing.Watermarks;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Marks the log at an interval; while the publisher is behind it looks again every few
 * milliseconds.
 */
final class WatermarkSchedule implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(WatermarkSchedule.class);
  private static final Duration RETRY = Duration.ofMillis(20);

  private final Watermarks watermarks;
  private final Duration interval;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("watermarks").daemon().factory());
  private volatile boolean running;

  WatermarkSchedule(Watermarks watermarks, Duration interval) {
    this.watermarks = watermarks;
    this.interval = interval;
  }

  @Override
  public void start() {
    running = true;
    next(Duration.ZERO);
  }

  private void next(Duration delay) {
    if (running) {
      var _ = executor.schedule(this::advance, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void advance() {
    Duration delay = interval;
    try {
      if (!watermarks.advance()) {
        delay = RETRY;
      }
    } catch (RuntimeException failed) {
      if (running) {
        LOG.warn("no watermark now: {}", failed.toString());
      }
    }
    next(delay);
  }

  @Override
  public void stop() {
    running = false;
    executor.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return 60;
  }
}
