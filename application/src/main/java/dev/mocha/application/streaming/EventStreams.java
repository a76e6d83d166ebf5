package dev.mocha.application.streaming;

import java.util.function.Consumer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.SubscribableMessageSource;

/** Streams of all events from the log, each with its own offsets and dead letters. */
public interface EventStreams {

  /**
   * Starts a stream at its stored offsets.
   *
   * @param subscribe is called with the source before the first event
   */
  EventStream open(
      String name, Consumer<SubscribableMessageSource<? extends EventMessage<?>>> subscribe);

  /** A running stream. */
  interface EventStream extends AutoCloseable {

    /** Whether readiness depends on this stream. Initially it does not. */
    void affectHealth(boolean affects);

    /** Stops the stream after the current batches are applied. */
    @Override
    void close();
  }
}
