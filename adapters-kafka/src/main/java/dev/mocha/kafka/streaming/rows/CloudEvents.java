package dev.mocha.kafka.streaming.rows;

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
 * Reads CloudEvents out of records, by the Kafka protocol binding 1.0.2, and of their attributes
 * those that somebody asks for: building an event with all of them for each record costs more than
 * the rest of the reading.
 */
public final class CloudEvents {

  private static final String HEADER = "ce_";
  private static final String CONTENT_TYPE = "content-type";
  private static final String STRUCTURED = "application/cloudevents";
  private static final String STRUCTURED_JSON = "application/cloudevents+json";
  private static final String SPEC_VERSION = "1.0";
  private static final String[] NEEDED = {"specversion", "id", "source", "type"};
  private static final int ID = 1;
  private static final int TYPE = 3;
  private static final int TIME = 4;
  private static final int DATA_CONTENT_TYPE = 5;

  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Integer> headers = new HashMap<>();

  /** An event, its attributes at the places that {@link #placeOf} tells. */
  public final class Event {
    private final @Nullable String[] attributes = new @Nullable String[places.size()];
    private byte @Nullable [] bytes;
    private @Nullable String text;

    public String type() {
      return String.valueOf(attributes[TYPE]);
    }

    /** Its id. */
    public String id() {
      return String.valueOf(attributes[ID]);
    }

    @Nullable String time() {
      return attributes[TIME];
    }

    @Nullable String attribute(int place) {
      return attributes[place];
    }

    /** An attribute that was asked for; null when the event has none. */
    public @Nullable String attribute(String name) {
      int place = placeOf(name);
      return place < 0 ? null : attributes[place];
    }

    /**
     * An attribute that was asked for and must be there.
     *
     * @throws Refused when it is missing or empty
     */
    public String required(String name) {
      String value = attribute(name);
      if (value == null || value.isEmpty()) {
        throw new Refused("the event has no " + name);
      }
      return value;
    }

    /**
     * An attribute that must be there and be a moment.
     *
     * @throws Refused when it is not
     */
    public Instant moment(String name) {
      String text = required(name);
      try {
        return Texts.timestamptz(text);
      } catch (Refused refused) {
        throw new Refused("the %s %s".formatted(name, refused.getMessage()));
      }
    }

    /**
     * Its JSON; null when it has no data.
     *
     * @throws Refused when the data are no UTF-8 or say that they are no JSON
     */
    public @Nullable String data() {
      if (bytes == null) {
        return text;
      }
      requireJson();
      return Texts.utf8(bytes, "the data");
    }

    /** The same as bytes. */
    public byte @Nullable [] dataBytes() {
      if (bytes == null) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
      }
      requireJson();
      return Texts.requireUtf8(bytes, "the data");
    }

    private void requireJson() {
      String contentType = attributes[DATA_CONTENT_TYPE];
      if (contentType != null && !isJson(contentType)) {
        throw new Refused("the data are %s, not JSON".formatted(Refused.shortened(contentType)));
      }
    }
  }

  /**
   * @param attributes that somebody asks for
   */
  public CloudEvents(Set<String> attributes) {
    for (String needed : NEEDED) {
      places.put(needed, places.size());
    }
    places.put("time", TIME);
    places.put("datacontenttype", DATA_CONTENT_TYPE);
    attributes.forEach(it -> places.putIfAbsent(it, places.size()));
    places.forEach((name, place) -> headers.put(HEADER + name, place));
    headers.put(CONTENT_TYPE, DATA_CONTENT_TYPE);
  }

  /** Where an attribute that was asked for is kept. */
  int placeOf(String attribute) {
    return places.getOrDefault(attribute, -1);
  }

  /** Whether a record says at all that it is one. */
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
   * @throws Refused when it is no CloudEvent 1.0
   */
  public Event read(ConsumerRecord<byte[], byte @Nullable []> record) {
    var event = new Event();
    for (Header header : record.headers()) {
      Integer place = headers.get(header.key());
      if (place != null && header.value() != null) {
        event.attributes[place] = Texts.utf8(header.value(), "the header ", header.key());
      }
    }
    String contentType = event.attributes[DATA_CONTENT_TYPE];
    if (contentType != null && contentType.startsWith(STRUCTURED)) {
      structured(event, contentType, record.value());
    } else {
      event.bytes = record.value();
    }
    for (int place = 0; place < NEEDED.length; place++) {
      String value = event.attributes[place];
      if (value == null || value.isEmpty()) {
        throw new Refused("not a CloudEvent: it has no " + NEEDED[place]);
      }
    }
    if (!SPEC_VERSION.equals(event.attributes[0])) {
      throw new Refused(
          "its specversion is '%s', must be %s"
              .formatted(Refused.shortened(String.valueOf(event.attributes[0])), SPEC_VERSION));
    }
    return event;
  }

  private void structured(Event event, String contentType, byte @Nullable [] value) {
    if (!contentType.startsWith(STRUCTURED_JSON)) {
      throw new Refused(
          "its content type is '%s', must be %s"
              .formatted(Refused.shortened(contentType), STRUCTURED_JSON));
    }
    if (value == null) {
      throw new Refused("a structured CloudEvent without a value");
    }
    event.attributes[DATA_CONTENT_TYPE] = null;
    String json = Texts.utf8(value, "the event");
    JsonTexts.read(
        json,
        parser -> {
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Refused("not a CloudEvent: it is no JSON object");
          }
          for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            Integer place = places.get(name);
            switch (name) {
              case "data" -> event.text = JsonValues.slice(parser, json);
              case "data_base64" -> throw new Refused("the data are binary, not JSON");
              default -> {
                if (place != null && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                  event.attributes[place] = parser.getText();
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
