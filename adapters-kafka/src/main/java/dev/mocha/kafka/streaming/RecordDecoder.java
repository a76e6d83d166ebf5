package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.EventTypes;
import dev.mocha.application.publishing.EventTypes.EventType;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.kafka.Watermark;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of the log. What it cannot read it refuses with the reason; it passes over nothing.
 */
final class RecordDecoder {

  private final Serializer serializer;

  RecordDecoder(Serializer serializer) {
    this.serializer = serializer;
  }

  /** What a record of the log says. */
  sealed interface Decoded {

    record Event(DomainEventMessage<?> message) implements Decoded {}

    record Mark(Instant completeTo) implements Decoded {}
  }

  /** A record that is not what the log's contract says. */
  static final class Undecodable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Undecodable(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }
  }

  Decoded decode(ConsumerRecord<String, byte[]> record) {
    CloudEvent event = cloudEvent(record);
    OffsetDateTime time = event.getTime();
    if (time == null) {
      throw new Undecodable("the event has no time", null);
    }
    if (event.getType().equals(Watermark.TYPE)) {
      return new Decoded.Mark(time.toInstant());
    }
    EventType type =
        EventTypes.named(event.getType())
            .orElseThrow(() -> new Undecodable("unknown event type " + event.getType(), null));
    if (!type.schema().equals(event.getDataSchema())) {
      throw new Undecodable(
          "unknown schema %s of type %s".formatted(event.getDataSchema(), type.name()), null);
    }
    Object payload = payload(event, type);
    String subject = subjectOf(payload);
    if (!subject.equals(event.getSubject())) {
      throw new Undecodable(
          "the subject is %s, the data are of %s".formatted(event.getSubject(), subject), null);
    }
    return new Decoded.Event(
        new GenericDomainEventMessage<>(
            type.name(),
            subject,
            sequence(event),
            payload,
            MetaData.emptyInstance(),
            event.getId(),
            time.toInstant()));
  }

  private static CloudEvent cloudEvent(ConsumerRecord<String, byte[]> record) {
    try {
      return KafkaMessageFactory.createReader(record).toEvent();
    } catch (RuntimeException broken) {
      throw new Undecodable("not a CloudEvent: " + broken.getMessage(), broken);
    }
  }

  private Object payload(CloudEvent event, EventType type) {
    if (event.getData() == null) {
      throw new Undecodable("the event has no data", null);
    }
    try {
      return serializer.deserialize(
          new SimpleSerializedObject<>(
              event.getData().toBytes(),
              byte[].class,
              new SimpleSerializedType(type.name(), type.revision())));
    } catch (RuntimeException broken) {
      throw new Undecodable(
          "the data are not a %s: %s".formatted(type.name(), broken.getMessage()), broken);
    }
  }

  private static long sequence(CloudEvent event) {
    Object sequence = event.getExtension("sequence");
    try {
      return Long.parseLong(String.valueOf(sequence));
    } catch (NumberFormatException broken) {
      throw new Undecodable("the sequence is " + sequence, broken);
    }
  }

  private static String subjectOf(Object payload) {
    return switch (payload) {
      case OrderEvent it -> it.orderId().value();
      case MerchantEvent it -> it.merchantId().value();
      default -> throw new Undecodable("no subject in " + payload.getClass(), null);
    };
  }
}
