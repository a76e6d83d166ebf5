package dev.mocha.application.streaming;

import java.util.function.Consumer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.SubscribableMessageSource;

/** Streams of all events out of the log, each with positions and dead letters of its own. */
public interface EventStreams {

  /**
   * Begins a stream where its positions stand.
   *
   * @param name of the stream
   * @param subscribe is given the source before the first event
   */
  EventStream open(
      String name, Consumer<SubscribableMessageSource<? extends EventMessage<?>>> subscribe);

  /** A stream that runs. */
  interface EventStream extends AutoCloseable {

    /** Whether readers rely on it: only then does health depend on it. At first it does not. */
    void relyOn(boolean relied);

    /** Ends it after the batches at hand are applied. */
    @Override
    void close();
  }
}
