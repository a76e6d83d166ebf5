package dev.mocha.kafka.streaming;

import dev.mocha.kafka.streaming.decoding.Decoded;
import dev.mocha.kafka.streaming.decoding.DecodedEvent;
import dev.mocha.kafka.streaming.decoding.EventDecoder;
import dev.mocha.logclient.Schemas;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.axonframework.common.Registration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.SubscribableMessageSource;
import org.axonframework.serialization.Serializer;

/** Sends Mocha's own events to Axon's event processors: projections are ordinary event handlers. */
final class EventSink implements Sink<DecodedEvent>, SubscribableMessageSource<EventMessage<?>> {

  private final EventDecoder decoder;
  private final List<Consumer<List<? extends EventMessage<?>>>> subscribers =
      new CopyOnWriteArrayList<>();

  EventSink(Serializer serializer, Schemas schemas) {
    this.decoder = new EventDecoder(serializer, schemas);
  }

  @Override
  public Registration subscribe(Consumer<List<? extends EventMessage<?>>> subscriber) {
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  @Override
  public void open() {
    if (subscribers.isEmpty()) {
      throw new IllegalStateException("the stream has no subscriber and would skip its events");
    }
  }

  @Override
  public Decoded<DecodedEvent> decode(ConsumerRecord<byte[], byte[]> record) {
    return decoder.decode(record);
  }

  @Override
  public void apply(List<DecodedEvent> events) {
    List<? extends EventMessage<?>> messages = events.stream().map(DecodedEvent::message).toList();
    subscribers.forEach(it -> it.accept(messages));
  }
}
