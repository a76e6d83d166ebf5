package dev.mocha.kafka.publishing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mocha.kafka.log.Timestamps;
import dev.mocha.logclient.SchemaId;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A stored event on its way to the log, with its time, its sequence number, and its record's key
 * and subject. It parses only as much of the data as these need.
 */
final class OutgoingEvent extends GenericDomainEventMessage<Object> {

  /** The extension that numbers the events of an order or a merchant. */
  static final String SEQUENCE = "sequence";

  /** The extension that holds the trace of the event's cause. Source: W3C Trace Context. */
  static final String TRACE = "traceparent";

  /** The extension that holds the time of recording. Source: CloudEvents extensions. */
  static final String RECORDED = "recordedtime";

  private static final long serialVersionUID = 1;
  private static final JsonFactory JSON = new JsonFactory();

  private final Class<?> payloadType;
  private final transient SchemaId schema;
  private final transient SerializedObject<byte[]> data;
  private final transient Facts facts;

  /** The first fields of the data of every event. Only an order's events have an order id. */
  private record Facts(@Nullable String orderId, String merchantId, Instant at) {}

  private OutgoingEvent(
      DomainEventData<?> stored,
      MetaData extensions,
      Class<?> payloadType,
      SchemaId schema,
      SerializedObject<byte[]> data,
      Facts facts) {
    super(
        stored.getType(),
        stored.getAggregateIdentifier(),
        stored.getSequenceNumber(),
        new GenericMessage<>(stored.getEventIdentifier(), data, extensions),
        facts::at);
    this.payloadType = payloadType;
    this.schema = schema;
    this.data = data;
    this.facts = facts;
  }

  private static MetaData extensions(
      DomainEventData<?> stored, MetaData metadata, boolean counted) {
    MetaData sequence = MetaData.with(SEQUENCE, Long.toString(stored.getSequenceNumber()));
    MetaData extensions =
        counted ? sequence.and(RECORDED, stored.getTimestamp().toString()) : sequence;
    Object trace = metadata.get(TRACE);
    return trace == null ? extensions : extensions.and(TRACE, trace);
  }

  /**
   * @param metadata that was stored with the event
   * @param data to publish, valid against the schema
   * @param counted whether watermarks report counts of these events, so that readers count them too
   */
  static OutgoingEvent of(
      DomainEventData<?> stored,
      MetaData metadata,
      Class<?> payloadType,
      SchemaId schema,
      SerializedObject<byte[]> data,
      boolean counted) {
    return new OutgoingEvent(
        stored,
        extensions(stored, metadata, counted),
        payloadType,
        schema,
        data,
        factsOf(data.getData()));
  }

  @Override
  public <T> SerializedObject<T> serializePayload(Serializer serializer, Class<T> wanted) {
    return serializer.getConverter().convert(data, wanted);
  }

  /** The class of the event, whose name is in its span; the payload itself is not decoded. */
  @Override
  @SuppressWarnings("unchecked") // a message only returns its payload
  public Class<Object> getPayloadType() {
    return (Class<Object>) payloadType;
  }

  SchemaId schema() {
    return schema;
  }

  String key() {
    return facts.merchantId();
  }

  String subject() {
    String orderId = facts.orderId();
    return orderId == null ? facts.merchantId() : orderId;
  }

  private static Facts factsOf(byte[] data) {
    String orderId = null;
    String merchantId = null;
    String at = null;
    try (JsonParser json = JSON.createParser(data)) {
      json.nextToken();
      while ((merchantId == null || at == null) && json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "orderId" -> orderId = json.getText();
          case "merchantId" -> merchantId = json.getText();
          case "at" -> at = json.getText();
          default -> json.skipChildren();
        }
      }
    } catch (IOException broken) {
      throw new IllegalArgumentException("the data are not JSON", broken);
    }
    return new Facts(
        orderId, Objects.requireNonNull(merchantId), Timestamps.parse(Objects.requireNonNull(at)));
  }
}
