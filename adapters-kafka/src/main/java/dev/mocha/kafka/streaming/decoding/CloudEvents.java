package dev.mocha.kafka.streaming.decoding;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads CloudEvents from Kafka records. It reads the required attributes and those that a stream
 * uses: building an event with all attributes costs more than the rest of the decoding. Source:
 * CloudEvents Kafka protocol binding 1.0.2.
 */
final class CloudEvents {

  private static final String HEADER = "ce_";
  private static final String CONTENT_TYPE = "content-type";
  private static final String STRUCTURED = "application/cloudevents";
  private static final String STRUCTURED_JSON = "application/cloudevents+json";
  private static final String SPEC_VERSION = "1.0";
  private static final String[] REQUIRED = {"specversion", "id", "source", "type"};
  private static final int ID = 1;
  private static final int TYPE = 3;
  private static final int TIME = 4;
  private static final int DATA_CONTENT_TYPE = 5;

  private final Map<String, Integer> indexes = new HashMap<>();
  private final Map<String, Integer> headers = new HashMap<>();

  /** An event. Its attributes have the indexes of {@link #indexOf}. */
  final class Event {
    private final @Nullable String[] attributes = new @Nullable String[indexes.size()];
    private byte @Nullable [] bytes;
    private @Nullable String text;

    String type() {
      return String.valueOf(attributes[TYPE]);
    }

    String id() {
      return String.valueOf(attributes[ID]);
    }

    @Nullable String time() {
      return attributes[TIME];
    }

    @Nullable String attribute(int index) {
      return attributes[index];
    }

    /** An attribute; null when the event does not have it or it is not read. */
    @Nullable String attribute(String name) {
      int index = indexOf(name);
      return index < 0 ? null : attributes[index];
    }

    /**
     * A required attribute.
     *
     * @throws InvalidRecord when it is missing or empty
     */
    String required(String name) {
      String value = attribute(name);
      if (value == null || value.isEmpty()) {
        throw new InvalidRecord("the event has no " + name);
      }
      return value;
    }

    /**
     * A required attribute that is a timestamp.
     *
     * @throws InvalidRecord when it is missing or no timestamp
     */
    Instant moment(String name) {
      String text = required(name);
      try {
        return TextValues.timestamptz(text);
      } catch (InvalidRecord invalid) {
        throw new InvalidRecord("the %s %s".formatted(name, invalid.getMessage()));
      }
    }

    /**
     * Its JSON; null when it has no data.
     *
     * @throws InvalidRecord when the data are not UTF-8 or their content type is not JSON
     */
    @Nullable String data() {
      if (bytes == null) {
        return text;
      }
      requireJson();
      return TextValues.utf8(bytes, "the data");
    }

    /** Its JSON as bytes. */
    byte @Nullable [] dataBytes() {
      if (bytes == null) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
      }
      requireJson();
      var _ = TextValues.utf8(bytes, "the data");
      return bytes;
    }

    private void requireJson() {
      String contentType = attributes[DATA_CONTENT_TYPE];
      if (contentType != null && !isJson(contentType)) {
        throw new InvalidRecord(
            "the data are %s, not JSON".formatted(InvalidRecord.shortened(contentType)));
      }
    }
  }

  /**
   * @param attributes to read beside the required ones
   */
  CloudEvents(Set<String> attributes) {
    for (String required : REQUIRED) {
      indexes.put(required, indexes.size());
    }
    indexes.put("time", TIME);
    indexes.put("datacontenttype", DATA_CONTENT_TYPE);
    attributes.forEach(it -> indexes.putIfAbsent(it, indexes.size()));
    indexes.forEach((name, index) -> headers.put(HEADER + name, index));
    headers.put(CONTENT_TYPE, DATA_CONTENT_TYPE);
  }

  /** The index of an attribute; -1 for one that is not read. */
  int indexOf(String attribute) {
    return indexes.getOrDefault(attribute, -1);
  }

  /** Whether a record has the headers of a CloudEvent. */
  static boolean isEvent(ConsumerRecord<?, ?> record) {
    return record.headers().lastHeader(HEADER + "type") != null || isStructured(record);
  }

  private static boolean isStructured(ConsumerRecord<?, ?> record) {
    Header contentType = record.headers().lastHeader(CONTENT_TYPE);
    return contentType != null
        && contentType.value() != null
        && new String(contentType.value(), StandardCharsets.UTF_8).startsWith(STRUCTURED);
  }

  /**
   * Reads a record.
   *
   * @throws InvalidRecord when it is not a CloudEvent 1.0
   */
  Event read(ConsumerRecord<byte[], byte @Nullable []> record) {
    var event = new Event();
    for (Header header : record.headers()) {
      Integer index = headers.get(header.key());
      if (index != null && header.value() != null) {
        event.attributes[index] = TextValues.utf8(header.value(), "the header ", header.key());
      }
    }
    String contentType = event.attributes[DATA_CONTENT_TYPE];
    if (contentType != null && contentType.startsWith(STRUCTURED)) {
      structured(event, contentType, record.value());
    } else {
      event.bytes = record.value();
    }
    for (int index = 0; index < REQUIRED.length; index++) {
      String value = event.attributes[index];
      if (value == null || value.isEmpty()) {
        throw new InvalidRecord("not a CloudEvent: it has no " + REQUIRED[index]);
      }
    }
    if (!SPEC_VERSION.equals(event.attributes[0])) {
      throw new InvalidRecord(
          "its specversion is '%s', must be %s"
              .formatted(
                  InvalidRecord.shortened(String.valueOf(event.attributes[0])), SPEC_VERSION));
    }
    return event;
  }

  private void structured(Event event, String contentType, byte @Nullable [] value) {
    if (!contentType.startsWith(STRUCTURED_JSON)) {
      throw new InvalidRecord(
          "its content type is '%s', must be %s"
              .formatted(InvalidRecord.shortened(contentType), STRUCTURED_JSON));
    }
    if (value == null) {
      throw new InvalidRecord("a structured CloudEvent without a value");
    }
    event.attributes[DATA_CONTENT_TYPE] = null;
    String json = TextValues.utf8(value, "the event");
    JsonReader.read(
        json,
        parser -> {
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new InvalidRecord("not a CloudEvent: it is no JSON object");
          }
          for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            Integer index = indexes.get(name);
            switch (name) {
              case "data" -> event.text = JsonValues.slice(parser, json);
              case "data_base64" -> throw new InvalidRecord("the data are binary, not JSON");
              default -> {
                if (index != null && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                  event.attributes[index] = parser.getText();
                }
                parser.skipChildren();
              }
            }
          }
          return event;
        });
  }

  private static boolean isJson(String contentType) {
    int end = contentType.indexOf(';');
    String type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
    return type.equals("application/json") || type.endsWith("/json") || type.endsWith("+json");
  }
}
