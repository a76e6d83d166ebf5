package dev.mocha.kafka.streaming.decoding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mocha.application.publishing.EventTypes;
import dev.mocha.application.publishing.EventTypes.EventType;
import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.Watermark;
import dev.mocha.kafka.streaming.decoding.CloudEvents.Event;
import dev.mocha.logclient.SchemaId;
import dev.mocha.logclient.Schemas;
import dev.mocha.logclient.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;

/** Decodes Mocha's own events. */
public final class EventDecoder {

  private static final String RECORDED = "recordedtime";

  private static final int MAX_CACHED = 1_000;

  private final Map<String, SchemaId> parsed = new ConcurrentHashMap<>();
  private final Serializer serializer;
  private final Schemas schemas;
  private final CloudEvents events =
      new CloudEvents(
          Set.of("time", "subject", "sequence", "dataschema", DecodedEvent.TRACE, RECORDED));

  public EventDecoder(Serializer serializer, Schemas schemas) {
    this.serializer = serializer;
    this.schemas = schemas;
  }

  /**
   * Decodes a record.
   *
   * @throws InvalidRecord when it cannot be decoded
   */
  public Decoded<DecodedEvent> decode(ConsumerRecord<byte[], byte[]> record) {
    Event event = events.read(record);
    Instant time = event.moment("time");
    var partition = new LogPartition(record.topic(), record.partition());
    if (event.type().equals(Watermark.TYPE)) {
      return new Decoded.Watermark<>(time, Watermark.counts(partition, record.value()));
    }
    EventType type =
        EventTypes.named(event.type())
            .orElseThrow(() -> new InvalidRecord("unknown event type " + event.type()));
    Object payload = payload(event.dataBytes(), schemaOf(event, type));
    String subject = subjectOf(payload);
    if (!subject.equals(event.attribute("subject"))) {
      throw new InvalidRecord(
          "the subject is %s, the data belong to %s"
              .formatted(event.attribute("subject"), subject));
    }
    String merchant = merchantOf(payload);
    if (record.key() == null || !merchant.equals(new String(record.key(), UTF_8))) {
      throw new InvalidRecord("the key is not the merchant %s of the data".formatted(merchant));
    }
    return new Decoded.Content<>(
        new DecodedEvent(
            type,
            event.id(),
            subject,
            sequence(event),
            time,
            payload,
            event.attribute(DecodedEvent.TRACE),
            event.attribute(RECORDED) == null
                ? null
                : LogCount.of(partition, event.moment(RECORDED), event.id())));
  }

  /** Accepts newer revisions, too: they have all fields that an older reader needs. */
  private SchemaId schemaOf(Event event, EventType type) {
    String schema = event.required("dataschema");
    SchemaId known = parsed.get(schema);
    SchemaId id = known == null ? parse(schema) : known;
    if (id == null || !id.type().equals(type.name())) {
      throw new InvalidRecord("unknown schema %s of type %s".formatted(schema, type.name()));
    }
    return id;
  }

  private @Nullable SchemaId parse(String schema) {
    Optional<SchemaId> id = SchemaId.namedBy(schema);
    if (id.isPresent() && parsed.size() < MAX_CACHED) {
      parsed.put(schema, id.get());
    }
    return id.orElse(null);
  }

  /** Validates the data if the schema is known, and deserializes them. */
  private Object payload(byte @Nullable [] data, SchemaId schema) {
    if (data == null) {
      throw new InvalidRecord("the event has no data");
    }
    if (schemas.ids().contains(schema)) {
      List<Violation> violations = schemas.validate(schema, data);
      if (!violations.isEmpty()) {
        throw new InvalidRecord(
            "the data of %s: %s"
                .formatted(
                    schema.type(),
                    violations.stream()
                        .map(it -> (it.pointer() + " " + it.message()).strip())
                        .collect(Collectors.joining("; "))));
      }
    }
    try {
      Object payload =
          serializer.deserialize(
              new SimpleSerializedObject<>(
                  data, byte[].class, new SimpleSerializedType(schema.type(), schema.revision())));
      if (payload == null) {
        throw new InvalidRecord("the data of %s are null".formatted(schema.type()));
      }
      return payload;
    } catch (SerializationException broken) {
      throw new InvalidRecord(
          "the data of %s: %s".formatted(schema.type(), JsonEvents.reason(broken)));
    }
  }

  private static long sequence(Event event) {
    String text = event.required("sequence");
    try {
      long sequence = Long.parseLong(text);
      if (sequence >= 0) {
        return sequence;
      }
    } catch (NumberFormatException broken) {
      throw new InvalidRecord("the sequence is " + text);
    }
    throw new InvalidRecord("the sequence is " + text);
  }

  private static String merchantOf(Object payload) {
    return switch (payload) {
      case OrderEvent it -> it.merchantId().value();
      case MerchantEvent it -> it.merchantId().value();
      default -> throw new InvalidRecord("no merchant in " + payload.getClass());
    };
  }

  private static String subjectOf(Object payload) {
    return switch (payload) {
      case OrderEvent it -> it.orderId().value();
      case MerchantEvent it -> it.merchantId().value();
      default -> throw new InvalidRecord("no subject in " + payload.getClass());
    };
  }
}
