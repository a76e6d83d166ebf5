package dev.mocha.http.publishing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import dev.mocha.application.publishing.LogEvent;
import dev.mocha.http.web.Problems.Invalid;
import dev.mocha.http.web.Problems.Violation;
import dev.mocha.http.web.UnreadableText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;

/**
 * Reads events from requests in the HTTP binding and the JSON format of CloudEvents 1.0. The
 * CloudEvents SDK stops at the first fault and rounds numbers; this class does neither.
 */
final class EventBodies {

  private static final String PREFIX = "ce-";
  private static final String CONTENT_TYPE = "datacontenttype";
  private static final String JSON = "application/json";

  private final ObjectMapper json;
  private final ObjectReader trees;

  EventBodies(ObjectMapper json) {
    this.json = json;
    this.trees =
        json.reader()
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
  }

  /** Attributes in headers, data in the body. */
  LogEvent binary(HttpHeaders headers, byte[] body) {
    var attributes = new HashMap<String, String>();
    headers.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith(PREFIX)) {
            attributes.put(lower.substring(PREFIX.length()), decoded(values.getFirst()));
          }
        });
    String contentType = headers.getFirst(HttpHeaders.CONTENT_TYPE);
    if (contentType != null) {
      attributes.put(CONTENT_TYPE, contentType);
    }
    return new LogEvent(attributes, body);
  }

  LogEvent structured(byte[] body) {
    return event("", tree(body));
  }

  List<LogEvent> batched(byte[] body) {
    JsonNode array = tree(body);
    if (!array.isArray()) {
      throw new Invalid(new Violation(null, "must be an array of events"));
    }
    var events = new ArrayList<LogEvent>(array.size());
    for (JsonNode event : array) {
      events.add(event("/" + events.size(), event));
    }
    return events;
  }

  private JsonNode tree(byte[] body) {
    try {
      return trees.readTree(body);
    } catch (JsonProcessingException broken) {
      throw new Invalid(UnreadableText.violationOf(broken));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private LogEvent event(String pointer, JsonNode event) {
    if (!event.isObject()) {
      throw new Invalid(new Violation(pointer, "must be an event: a JSON object"));
    }
    var attributes = new HashMap<String, String>();
    byte[] data = {};
    for (Map.Entry<String, JsonNode> member : event.properties()) {
      JsonNode value = member.getValue();
      String at = pointer + "/" + member.getKey();
      switch (member.getKey()) {
        case "data" -> data = bytes(value);
        case "data_base64" -> data = binary(at, value);
        default -> {
          if (value.isContainerNode()) {
            throw new Invalid(new Violation(at, "must be a text, a number or a boolean"));
          }
          if (!value.isNull()) {
            attributes.put(member.getKey(), value.asText());
          }
        }
      }
    }
    attributes.putIfAbsent(CONTENT_TYPE, JSON);
    return new LogEvent(attributes, data);
  }

  private byte[] bytes(JsonNode data) {
    try {
      return json.writeValueAsBytes(data);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] binary(String pointer, JsonNode value) {
    try {
      return Base64.getDecoder().decode(value.textValue());
    } catch (IllegalArgumentException | NullPointerException broken) {
      throw new Invalid(new Violation(pointer, "must be Base64"));
    }
  }

  /** Removes a header value's quotes and percent-encoding. */
  private static String decoded(String value) {
    String text =
        value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
            ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
            : value;
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      int code = text.charAt(i) == '%' ? hex(text, i + 1) : -1;
      if (code >= 0) {
        bytes.write(code);
        i += 2;
      } else {
        bytes.writeBytes(text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int hex(String text, int from) {
    if (from + 2 > text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(from), 16);
    int low = Character.digit(text.charAt(from + 1), 16);
    return high < 0 || low < 0 ? -1 : 16 * high + low;
  }
}
