package dev.mocha.kafka.publishing;

import dev.mocha.application.publishing.LogEvent;
import dev.mocha.logclient.Violation;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the attributes of an event by the rules of CloudEvents 1.0, and reports every fault. */
final class EventAttributes {

  private static final List<String> REQUIRED = List.of("id", "source", "type");
  private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,20}");
  private static final int MAX_LENGTH = 1_024;

  private EventAttributes() {}

  /** The event, or what is wrong with its attributes. */
  sealed interface Parsed {

    record Event(CloudEvent event) implements Parsed {}

    record Invalid(List<Violation> violations) implements Parsed {}
  }

  static Parsed parse(LogEvent event) {
    var violations = new ArrayList<Violation>();
    var texts = new TreeMap<>(event.attributes());
    if (!"1.0".equals(texts.remove("specversion"))) {
      violations.add(new Violation("/specversion", "must be 1.0"));
    }
    for (String name : REQUIRED) {
      if (texts.getOrDefault(name, "").isEmpty()) {
        texts.remove(name);
        violations.add(new Violation("/" + name, "is required"));
      }
    }
    var builder = CloudEventBuilder.v1();
    texts.forEach(
        (name, text) -> {
          String fault = set(builder, name, text);
          if (fault != null) {
            violations.add(new Violation("/" + name, fault));
          }
        });
    if (!violations.isEmpty()) {
      return new Parsed.Invalid(violations);
    }
    byte[] data = event.data();
    return new Parsed.Event(data.length == 0 ? builder.build() : builder.withData(data).build());
  }

  /** What is wrong with an attribute; null when it is valid. */
  private static @Nullable String set(CloudEventBuilder event, String name, String text) {
    if (text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
      return "must have at most %d characters, and no control characters".formatted(MAX_LENGTH);
    }
    try {
      switch (name) {
        case "id" -> event.withId(text);
        case "type" -> event.withType(text);
        case "subject" -> event.withSubject(text);
        case "datacontenttype" -> event.withDataContentType(text);
        case "source" -> event.withSource(URI.create(text));
        case "dataschema" -> event.withDataSchema(URI.create(text));
        case "time" -> event.withTime(OffsetDateTime.parse(text));
        default -> {
          if (!EXTENSION.matcher(name).matches() || name.equals("data")) {
            return "must be named by 1 to 20 lower-case letters and digits";
          }
          event.withExtension(name, text);
        }
      }
      return null;
    } catch (DateTimeException broken) {
      return "must be a time of RFC 3339";
    } catch (IllegalArgumentException broken) {
      return "must be a URI";
    }
  }
}
