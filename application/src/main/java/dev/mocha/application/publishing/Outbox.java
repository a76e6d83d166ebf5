package dev.mocha.application.publishing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The event store as the outbox relay reads it: what became visible between two snapshots, in the
 * order of the index. It depends on no clock and on no gap in the index, and a long transaction
 * delays its own events only.
 */
public interface Outbox {

  /** What a step did. */
  sealed interface Step {

    /** Another process is the relay. */
    record Elsewhere() implements Step {}

    /** A batch was published, and more events of the same snapshot wait. */
    record Partial(int events) implements Step {}

    /**
     * Every event that was committed before {@code at} is published.
     *
     * @param events that this step published
     * @param at by the clock of the event store
     * @param index the highest in the event store at that moment, -1 when it is empty
     */
    record Complete(int events, Instant at, long index) implements Step {}
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
   * Waits until an event may have been appended, by any process, or until the time has passed. It
   * may return early.
   */
  void awaitAppend(Duration maximum);
}
