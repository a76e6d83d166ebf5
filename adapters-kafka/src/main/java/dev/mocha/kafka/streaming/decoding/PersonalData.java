package dev.mocha.kafka.streaming.decoding;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.application.streaming.StreamDefinition.PersonalFields;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Removes personal data from JSON: it drops values, or replaces them by their HMAC-SHA256. */
final class PersonalData {

  private static final String ALGORITHM = "HmacSHA256";

  private final List<JsonPointer> drop;
  private final List<JsonPointer> hash;
  private final @Nullable Mac mac;

  /**
   * @param hashKey null when nothing is hashed
   */
  PersonalData(PersonalFields personal, @Nullable String hashKey) {
    this.drop = compiled(personal.drop());
    this.hash = compiled(personal.hash());
    this.mac = hashKey == null ? null : mac(hashKey);
  }

  private static List<JsonPointer> compiled(
      Set<dev.mocha.application.streaming.JsonPointer> pointers) {
    return pointers.stream().map(it -> JsonPointer.compile(it.toString())).toList();
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

  /** Removes the personal data. An element of an array becomes null, so that the others stay. */
  void removeFrom(JsonNode data) {
    for (JsonPointer it : drop) {
      if (!data.at(it).isMissingNode()) {
        replace(data, it, null);
      }
    }
    for (JsonPointer it : hash) {
      JsonNode value = data.at(it);
      if (value.isContainerNode()) {
        throw new InvalidRecord(
            "'%s' is an object or an array, but personal.hash needs a single value".formatted(it));
      }
      if (!value.isMissingNode() && !value.isNull()) {
        replace(data, it, JsonNodeFactory.instance.textNode(hash(value.asText())));
      }
    }
  }

  private static void replace(JsonNode data, JsonPointer at, @Nullable JsonNode value) {
    switch (data.at(at.head())) {
      case ObjectNode parent when value == null -> parent.remove(at.last().getMatchingProperty());
      case ObjectNode parent -> parent.set(at.last().getMatchingProperty(), value);
      case ArrayNode parent -> parent.set(at.last().getMatchingIndex(), value);
      default -> throw new IllegalStateException("no parent of " + at);
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
