package dev.mocha.kafka.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mocha.application.publishing.EventTypes;
import dev.mocha.application.publishing.EventTypes.EventType;
import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.Watermark;
import dev.mocha.kafka.streaming.rows.CloudEvents;
import dev.mocha.kafka.streaming.rows.CloudEvents.Event;
import dev.mocha.kafka.streaming.rows.Refused;
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

/** Reads Mocha's own events. What it cannot read it refuses with the reason. */
public final class RecordDecoder {

  private static final String RECORDED = "recordedtime";

  private static final int MOST_NAMES = 1_000;

  private final Map<String, SchemaId> named = new ConcurrentHashMap<>();
  private final Serializer serializer;
  private final Schemas schemas;
  private final CloudEvents events =
      new CloudEvents(
          Set.of("time", "subject", "sequence", "dataschema", OwnEvent.TRACE, RECORDED));

  public RecordDecoder(Serializer serializer, Schemas schemas) {
    this.serializer = serializer;
    this.schemas = schemas;
  }

  /**
   * Reads a record.
   *
   * @throws Refused for a record that cannot be read
   */
  public Decoded<OwnEvent> decode(ConsumerRecord<byte[], byte[]> record) {
    Event event = events.read(record);
    Instant time = event.moment("time");
    var partition = new LogPartition(record.topic(), record.partition());
    if (event.type().equals(Watermark.TYPE)) {
      return new Decoded.Mark<>(time, Watermark.counts(partition, record.value()));
    }
    EventType type =
        EventTypes.named(event.type())
            .orElseThrow(() -> new Refused("unknown event type " + event.type()));
    Object payload = payload(event.dataBytes(), schemaOf(event, type));
    String subject = subjectOf(payload);
    if (!subject.equals(event.attribute("subject"))) {
      throw new Refused(
          "the subject is %s, the data are of %s".formatted(event.attribute("subject"), subject));
    }
    String merchant = merchantOf(payload);
    if (record.key() == null || !merchant.equals(new String(record.key(), UTF_8))) {
      throw new Refused("the key is not the merchant %s of the data".formatted(merchant));
    }
    return new Decoded.Content<>(
        new OwnEvent(
            type,
            event.id(),
            subject,
            sequence(event),
            time,
            payload,
            event.attribute(OwnEvent.TRACE),
            event.attribute(RECORDED) == null
                ? null
                : LogCount.of(partition, event.moment(RECORDED), event.id())));
  }

  /** A newer revision than today's is read, too: it holds all that an older reader needs. */
  private SchemaId schemaOf(Event event, EventType type) {
    String schema = event.required("dataschema");
    SchemaId known = named.get(schema);
    SchemaId id = known == null ? read(schema) : known;
    if (id == null || !id.type().equals(type.name())) {
      throw new Refused("unknown schema %s of type %s".formatted(schema, type.name()));
    }
    return id;
  }

  /** The same few texts come again and again. */
  private @Nullable SchemaId read(String schema) {
    Optional<SchemaId> id = SchemaId.namedBy(schema);
    if (id.isPresent() && named.size() < MOST_NAMES) {
      named.put(schema, id.get());
    }
    return id.orElse(null);
  }

  /** A revision that is not known here is left to the reader's tolerance. */
  private Object payload(byte @Nullable [] data, SchemaId schema) {
    if (data == null) {
      throw new Refused("the event has no data");
    }
    if (schemas.ids().contains(schema)) {
      List<Violation> violations = schemas.validate(schema, data);
      if (!violations.isEmpty()) {
        throw new Refused(
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
        throw new Refused("the data of %s are null".formatted(schema.type()));
      }
      return payload;
    } catch (SerializationException broken) {
      throw new Refused("the data of %s: %s".formatted(schema.type(), JsonEvents.reason(broken)));
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
      throw new Refused("the sequence is " + text);
    }
    throw new Refused("the sequence is " + text);
  }

  private static String merchantOf(Object payload) {
    return switch (payload) {
      case OrderEvent it -> it.merchantId().value();
      case MerchantEvent it -> it.merchantId().value();
      default -> throw new Refused("no merchant in " + payload.getClass());
    };
  }

  private static String subjectOf(Object payload) {
    return switch (payload) {
      case OrderEvent it -> it.orderId().value();
      case MerchantEvent it -> it.merchantId().value();
      default -> throw new Refused("no subject in " + payload.getClass());
    };
  }
}
