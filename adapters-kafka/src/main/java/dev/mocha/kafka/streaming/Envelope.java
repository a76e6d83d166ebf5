package dev.mocha.kafka.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mocha.kafka.Moments;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a CloudEvent in binary mode, read straight from the headers. Source:
 * CloudEvents 1.0, Kafka Protocol Binding, "Binary Content Mode".
 */
final class Envelope {

  private static final String PREFIX = "ce_";
  private static final String CONTENT_TYPE = "content-type";

  private final Map<String, String> attributes;

  private Envelope(Map<String, String> attributes) {
    this.attributes = attributes;
  }

  /**
   * Reads the headers.
   *
   * @throws Undecodable when the record is not a CloudEvent 1.0 in binary mode
   */
  static Envelope of(ConsumerRecord<byte[], byte[]> record) {
    var attributes = new HashMap<String, String>(16);
    for (Header header : record.headers()) {
      String name = nameOf(header.key());
      if (name != null && header.value() != null) {
        attributes.put(name, new String(header.value(), UTF_8));
      }
    }
    var envelope = new Envelope(attributes);
    if (!"1.0".equals(attributes.get("specversion"))) {
      throw new Undecodable(
          "not a CloudEvent in binary mode: ce_specversion is " + attributes.get("specversion"));
    }
    envelope.required("id");
    envelope.required("source");
    envelope.required("type");
    return envelope;
  }

  private static @Nullable String nameOf(String header) {
    if (header.startsWith(PREFIX)) {
      return header.substring(PREFIX.length());
    }
    return header.equals(CONTENT_TYPE) ? "datacontenttype" : null;
  }

  /** An attribute or extension by its CloudEvents name; null when there is none. */
  @Nullable String attribute(String name) {
    return attributes.get(name);
  }

  /**
   * An attribute that must be there.
   *
   * @throws Undecodable when it is missing or empty
   */
  String required(String name) {
    String value = attributes.get(name);
    if (value == null || value.isEmpty()) {
      throw new Undecodable("the event has no " + name);
    }
    return value;
  }

  String type() {
    return required("type");
  }

  /**
   * When it happened.
   *
   * @throws Undecodable when that is missing or no moment
   */
  Instant time() {
    return moment("time");
  }

  /**
   * An attribute that is a moment.
   *
   * @throws Undecodable when it is missing or no moment
   */
  Instant moment(String name) {
    String text = required(name);
    try {
      return Moments.parse(text);
    } catch (DateTimeException broken) {
      throw new Undecodable("the %s is %s".formatted(name, text), broken);
    }
  }

  /**
   * The place of the event in the life of its subject.
   *
   * @throws Undecodable when that is missing, negative or no whole number
   */
  long sequence() {
    String text = required("sequence");
    long sequence;
    try {
      sequence = Long.parseLong(text);
    } catch (NumberFormatException broken) {
      throw new Undecodable("the sequence is " + text, broken);
    }
    if (sequence < 0) {
      throw new Undecodable("the sequence is " + text);
    }
    return sequence;
  }
}
