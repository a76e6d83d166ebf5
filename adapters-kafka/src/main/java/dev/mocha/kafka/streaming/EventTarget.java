package dev.mocha.kafka.streaming;

import dev.mocha.logclient.Schemas;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.axonframework.common.Registration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.SubscribableMessageSource;
import org.axonframework.serialization.Serializer;

/**
 * Hands Mocha's own events to Axon's event processors, so that projections are ordinary event
 * handlers.
 */
final class EventTarget implements Target<OwnEvent>, SubscribableMessageSource<EventMessage<?>> {

  private final RecordDecoder decoder;
  private final List<Consumer<List<? extends EventMessage<?>>>> subscribers =
      new CopyOnWriteArrayList<>();

  EventTarget(Serializer serializer, Schemas schemas) {
    this.decoder = new RecordDecoder(serializer, schemas);
  }

  @Override
  public Registration subscribe(Consumer<List<? extends EventMessage<?>>> subscriber) {
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  @Override
  public void open() {
    if (subscribers.isEmpty()) {
      throw new IllegalStateException("nobody has subscribed: events would be passed over");
    }
  }

  @Override
  public Decoded<OwnEvent> decode(ConsumerRecord<byte[], byte[]> record) {
    return decoder.decode(record);
  }

  @Override
  public void apply(List<OwnEvent> events) {
    List<? extends EventMessage<?>> messages = events.stream().map(OwnEvent::message).toList();
    subscribers.forEach(it -> it.accept(messages));
  }
}
