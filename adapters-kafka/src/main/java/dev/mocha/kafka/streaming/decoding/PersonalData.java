package dev.mocha.kafka.streaming.decoding;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mocha.application.streaming.JsonPointer;
import dev.mocha.application.streaming.StreamDefinition.PersonalFields;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Removes personal data from JSON: it drops values, or replaces them by their HMAC-SHA256. */
final class PersonalData {

  private static final String ALGORITHM = "HmacSHA256";

  private final Node root = new Node();
  private final @Nullable Mac mac;

  private enum Rule {
    DROP,
    HASH
  }

  private static final class Node {
    private final Map<String, Node> children = new HashMap<>();
    private @Nullable Rule rule;
  }

  /**
   * @param hashKey null when nothing is hashed
   */
  PersonalData(PersonalFields personal, @Nullable String hashKey) {
    personal.drop().forEach(it -> put(it, Rule.DROP));
    personal.hash().forEach(it -> put(it, Rule.HASH));
    this.mac = hashKey == null ? null : mac(hashKey);
  }

  private void put(JsonPointer pointer, Rule rule) {
    Node node = root;
    for (String token : pointer.tokens()) {
      node = node.children.computeIfAbsent(token, _ -> new Node());
    }
    node.rule = rule;
  }

  private static Mac mac(String hashKey) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(hashKey.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The JSON without personal data. */
  String removedFrom(String json) {
    return JsonReader.read(
        json,
        parser -> {
          var text = new StringWriter(json.length() + 64);
          try (JsonGenerator out = JsonReader.FACTORY.createGenerator(text)) {
            copy(root, "", parser, out);
          }
          return text.toString();
        });
  }

  private void copy(@Nullable Node node, String path, JsonParser parser, JsonGenerator out)
      throws IOException {
    JsonToken token = parser.currentToken();
    switch (token) {
      case START_OBJECT -> {
        out.writeStartObject();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
          parser.nextToken();
          Node child = node == null ? null : node.children.get(name);
          if (child != null && child.rule == Rule.DROP) {
            parser.skipChildren();
          } else {
            out.writeFieldName(name);
            member(child, path + "/" + name, parser, out);
          }
        }
        out.writeEndObject();
      }
      case START_ARRAY -> {
        out.writeStartArray();
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
          Node child = node == null ? null : node.children.get(Integer.toString(index));
          if (child != null && child.rule == Rule.DROP) {
            parser.skipChildren();
            out.writeNull();
          } else {
            member(child, path + "/" + index, parser, out);
          }
        }
        out.writeEndArray();
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(parser.getText());
      default -> out.copyCurrentEvent(parser);
    }
  }

  private void member(@Nullable Node node, String path, JsonParser parser, JsonGenerator out)
      throws IOException {
    if (node == null || node.rule != Rule.HASH || parser.currentToken() == JsonToken.VALUE_NULL) {
      copy(node, path, parser, out);
    } else if (parser.currentToken().isScalarValue()) {
      out.writeString(hash(parser.getText()));
    } else {
      throw new InvalidRecord(
          "'%s' is an object or an array, but personal.hash needs a single value".formatted(path));
    }
  }

  private String hash(String value) {
    if (mac == null) {
      throw new IllegalStateException("the stream hashes without mocha.streams.hash-key");
    }
    try {
      var own = (Mac) mac.clone();
      return HexFormat.of().formatHex(own.doFinal(value.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
