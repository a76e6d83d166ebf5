package dev.mocha.kafka.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.mocha.application.publishing.EventTypes;
import dev.mocha.application.publishing.EventTypes.EventType;
import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.kafka.Watermark;
import dev.mocha.logclient.SchemaId;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;

/** Reads Mocha's own events. What it cannot read it refuses with the reason. */
final class RecordDecoder {

  private static final String TRACE = "traceparent";
  private static final String RECORDED = "recordedtime";

  private final Serializer serializer;

  RecordDecoder(Serializer serializer) {
    this.serializer = serializer;
  }

  Decoded<EventMessage<?>> decode(ConsumerRecord<byte[], byte[]> record) {
    Envelope envelope = Envelope.of(record);
    Instant time = envelope.time();
    var partition = new LogPartition(record.topic(), record.partition());
    if (envelope.type().equals(Watermark.TYPE)) {
      return new Decoded.Mark<>(time, Watermark.counts(partition, record.value()));
    }
    EventType type =
        EventTypes.named(envelope.type())
            .orElseThrow(() -> new Undecodable("unknown event type " + envelope.type()));
    Object payload = payload(record.value(), schemaOf(envelope, type));
    String subject = subjectOf(payload);
    if (!subject.equals(envelope.attribute("subject"))) {
      throw new Undecodable(
          "the subject is %s, the data are of %s"
              .formatted(envelope.attribute("subject"), subject));
    }
    String merchant = merchantOf(payload);
    if (record.key() == null || !merchant.equals(new String(record.key(), UTF_8))) {
      throw new Undecodable("the key is not the merchant %s of the data".formatted(merchant));
    }
    return new Decoded.Content<>(
        new GenericDomainEventMessage<>(
            type.name(),
            subject,
            envelope.sequence(),
            payload,
            metaData(envelope, partition),
            envelope.required("id"),
            time));
  }

  /**
   * The trace, which goes on where the event is projected (source: W3C Trace Context), and the
   * event in the counts of the log where its recording is told.
   */
  private static MetaData metaData(Envelope envelope, LogPartition partition) {
    MetaData metaData = MetaData.emptyInstance();
    String trace = envelope.attribute(TRACE);
    if (trace != null) {
      metaData = metaData.and(TRACE, trace);
    }
    if (envelope.attribute(RECORDED) != null) {
      metaData =
          metaData.and(
              LogCount.METADATA,
              LogCount.of(partition, envelope.moment(RECORDED), envelope.required("id")));
    }
    return metaData;
  }

  /** A newer revision than today's is read, too: it holds all that an older reader needs. */
  private static SchemaId schemaOf(Envelope envelope, EventType type) {
    String schema = envelope.required("dataschema");
    return SchemaId.namedBy(schema)
        .filter(it -> it.type().equals(type.name()))
        .orElseThrow(
            () -> new Undecodable("unknown schema %s of type %s".formatted(schema, type.name())));
  }

  private Object payload(byte @Nullable [] data, SchemaId schema) {
    if (data == null) {
      throw new Undecodable("the event has no data");
    }
    try {
      Object payload =
          serializer.deserialize(
              new SimpleSerializedObject<>(
                  data, byte[].class, new SimpleSerializedType(schema.type(), schema.revision())));
      if (payload == null) {
        throw new Undecodable("the data of %s are null".formatted(schema.type()));
      }
      return payload;
    } catch (SerializationException broken) {
      throw new Undecodable("the data of %s: %s".formatted(schema.type(), reason(broken)), broken);
    }
  }

  /** What Jackson has against it, and where, without the text itself. */
  private static String reason(SerializationException broken) {
    if (broken.getCause() instanceof JsonMappingException mapping) {
      String message = mapping.getOriginalMessage();
      return mapping.getPathReference().isEmpty()
          ? message
          : message
              + " at "
              + mapping.getPathReference().replaceAll("[\\w.$]+\\.([A-Z]\\w*)", "$1");
    }
    return broken.getCause() instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : String.valueOf(broken.getCause() == null ? broken : broken.getCause());
  }

  private static String merchantOf(Object payload) {
    return switch (payload) {
      case OrderEvent it -> it.merchantId().value();
      case MerchantEvent it -> it.merchantId().value();
      default -> throw new Undecodable("no merchant in " + payload.getClass());
    };
  }

  private static String subjectOf(Object payload) {
    return switch (payload) {
      case OrderEvent it -> it.orderId().value();
      case MerchantEvent it -> it.merchantId().value();
      default -> throw new Undecodable("no subject in " + payload.getClass());
    };
  }
}
