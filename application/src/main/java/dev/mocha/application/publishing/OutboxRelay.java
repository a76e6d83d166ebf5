package dev.mocha.application.publishing;

import dev.mocha.application.publishing.Outbox.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Relays the event store to the log and writes watermarks, which say how far the log is complete.
 * The relay's position moves when the log has acknowledged a whole batch; the same transaction
 * counts the batch. Several processes may run it; they take turns.
 */
public final class OutboxRelay {

  /** Within which a process takes over, or finds events without a notification. */
  private static final Duration POLL = Duration.ofSeconds(1);

  /** A batch costs a transaction and a round trip, so small batches linger. */
  private static final Duration LINGER = Duration.ofMillis(10);

  /** After which a step is reported. The log's timeout for a batch is a little shorter. */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(30);

  private static final long UNKNOWN = -1;

  private final Outbox outbox;
  private final PublishedLog log;
  private final PublishedCounts counts;
  private final int batchSize;
  private final Duration watermarkInterval;
  private final LongSupplier nanoTime;
  private long lastWatermark;
  private long watermarks = UNKNOWN;
  private volatile long lastStep;
  private volatile long lastComplete;
  private volatile @Nullable String failure;

  /**
   * @param batchSize the maximum number of events in a batch
   * @param watermarkInterval the time between two watermarks; zero for none
   */
  public OutboxRelay(
      Outbox outbox,
      PublishedLog log,
      PublishedCounts counts,
      int batchSize,
      Duration watermarkInterval) {
    this(outbox, log, counts, batchSize, watermarkInterval, System::nanoTime);
  }

  OutboxRelay(
      Outbox outbox,
      PublishedLog log,
      PublishedCounts counts,
      int batchSize,
      Duration watermarkInterval,
      LongSupplier nanoTime) {
    this.outbox = outbox;
    this.log = log;
    this.counts = counts;
    this.batchSize = batchSize;
    this.watermarkInterval = watermarkInterval;
    this.nanoTime = nanoTime;
    this.lastStep = nanoTime.getAsLong();
    this.lastComplete = lastStep;
    this.lastWatermark = lastStep - watermarkInterval.toNanos();
  }

  /**
   * Publishes the next batch, or waits for an event.
   *
   * @return the pause until the next call
   */
  public Duration advance() {
    try {
      Duration pause =
          switch (outbox.publishNext(batchSize, this::publish)) {
            case Step.Elsewhere _ -> POLL;
            case Step.Partial _ -> Duration.ZERO;
            case Step.Complete complete -> afterward(complete);
          };
      failure = null;
      return pause;
    } catch (RuntimeException | Error failed) {
      failure = reason(failed);
      throw failed;
    } finally {
      lastStep = nanoTime.getAsLong();
    }
  }

  private Duration afterward(Step.Complete complete) {
    lastComplete = nanoTime.getAsLong();
    Duration untilWatermark = watermark(complete);
    if (complete.events() > 0) {
      return LINGER;
    }
    outbox.awaitAppend(untilWatermark.compareTo(POLL) < 0 ? untilWatermark : POLL);
    return Duration.ZERO;
  }

  private static String reason(Throwable failed) {
    String message =
        failed instanceof Error ? failed.toString() : String.valueOf(failed.getMessage());
    return failed.getCause() == null ? message : message + ": " + failed.getCause();
  }

  private void publish(List<OutboxEvent> batch) {
    counts.add(log.publish(batch));
  }

  /**
   * Writes a watermark if it is due, and returns the time until the next one. The interval begins
   * anew when another process has written one.
   */
  private Duration watermark(Step.Complete complete) {
    if (watermarkInterval.isZero()) {
      return POLL;
    }
    if (watermarks != UNKNOWN && watermarks != complete.watermarks()) {
      lastWatermark = nanoTime.getAsLong();
    }
    watermarks = complete.watermarks();
    Duration left = watermarkInterval.minusNanos(nanoTime.getAsLong() - lastWatermark);
    if (left.isPositive()) {
      return left;
    }
    List<LogCount> unreported = counts.unreported();
    log.watermark(complete.at(), complete.index(), unreported);
    counts.reported(unreported);
    watermarks = outbox.countWatermark();
    lastWatermark = nanoTime.getAsLong();
    return watermarkInterval;
  }

  /** Why this process cannot publish; empty while it can. */
  public Optional<String> failure() {
    Duration sinceStep = Duration.ofNanos(nanoTime.getAsLong() - lastStep);
    return sinceStep.compareTo(LONGEST_STEP) > 0
        ? Optional.of("the last step ended %d s ago".formatted(sinceStep.toSeconds()))
        : Optional.ofNullable(failure);
  }

  /** The time since this process found that the log holds every committed event. */
  public Duration sinceComplete() {
    return Duration.ofNanos(nanoTime.getAsLong() - lastComplete);
  }
}
