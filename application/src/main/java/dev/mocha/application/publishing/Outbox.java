package dev.mocha.application.publishing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The event store as the outbox relay reads it: what became visible between two snapshots, in the
 * order of the index. It depends on no clock and on no gap in the index, and a long transaction
 * delays its own events only. Several processes may share an outbox; they publish in turns.
 */
public interface Outbox {

  /** What a step did. */
  sealed interface Step {

    /** Another process is publishing. */
    record Elsewhere() implements Step {}

    /** A batch was published, and more events of the same snapshot wait. */
    record Partial(int events) implements Step {}

    /**
     * Every event that was committed before {@code at} is published.
     *
     * @param events that this step published
     * @param at by the clock of the event store
     * @param index the highest that was stored at that moment, -1 when the event store is empty
     * @param watermarks that all processes have written until this step
     */
    record Complete(int events, Instant at, long index, long watermarks) implements Step {}
  }

  /**
   * Publishes the next batch. The relay's position moves in the transaction in which {@code
   * publish} runs, so a failure repeats the batch. Processes that call this at the same time do not
   * both publish.
   *
   * @param maximum number of events in the batch
   * @param publish is called with a batch that is not empty; it returns when the log holds it
   */
  Step publishNext(int maximum, Consumer<List<OutboxEvent>> publish);

  /**
   * Counts a watermark, so that the other processes wait for the next one.
   *
   * @return the number of watermarks that all processes have written
   */
  long countWatermark();

  /**
   * Waits until an event may have been appended, by any process, or until the time has passed. It
   * may return early.
   */
  void awaitAppend(Duration maximum);
}
