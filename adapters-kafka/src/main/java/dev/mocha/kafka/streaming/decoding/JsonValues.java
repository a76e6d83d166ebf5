package dev.mocha.kafka.streaming.decoding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import dev.mocha.application.streaming.ColumnType;
import dev.mocha.application.streaming.ColumnType.Element;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads values of columns from JSON. A value of another JSON type is invalid. */
public final class JsonValues {

  private JsonValues() {}

  /**
   * Reads a value.
   *
   * @return null for a missing value, and for JSON's null unless the type is {@code jsonb}
   * @throws InvalidRecord when the value does not fit the type
   */
  public static @Nullable Object of(ColumnType type, JsonNode node) {
    if (node.isMissingNode()) {
      return null;
    }
    if (!type.isArray()) {
      return element(type.element(), node);
    }
    if (node.isNull()) {
      return null;
    }
    if (!node.isArray()) {
      throw new InvalidRecord("is %s, must be an array".formatted(found(node)));
    }
    var list = new ArrayList<@Nullable Object>(node.size());
    for (JsonNode it : node) {
      try {
        list.add(element(type.element(), it));
      } catch (InvalidRecord invalid) {
        throw new InvalidRecord("element %d %s".formatted(list.size(), invalid.getMessage()));
      }
    }
    return Collections.unmodifiableList(list);
  }

  private static @Nullable Object element(Element type, JsonNode node) {
    if (type == Element.JSONB) {
      requireStorable(node);
      return node.toString();
    }
    if (node.isNull()) {
      return null;
    }
    if (!fits(type, node)) {
      throw new InvalidRecord("is %s, must be %s".formatted(found(node), wanted(type)));
    }
    if (type == Element.INTEGER && node.canConvertToInt()) {
      return node.intValue();
    }
    if (type == Element.BIGINT && node.canConvertToLong()) {
      return node.longValue();
    }
    return type == Element.NUMERIC
        ? TextValues.numeric(node.decimalValue())
        : TextValues.value(type, node.asText());
  }

  private static boolean fits(Element type, JsonNode node) {
    return switch (type) {
      case TEXT, DATE, TIMESTAMPTZ, UUID -> node.isTextual();
      case INTEGER, BIGINT -> node.isIntegralNumber();
      case NUMERIC -> node instanceof NumericNode number && !number.isNaN();
      case BOOLEAN -> node.isBoolean();
      case JSONB -> true;
    };
  }

  private static String wanted(Element type) {
    return switch (type) {
      case TEXT -> "a text";
      case DATE -> "a text with a date";
      case TIMESTAMPTZ -> "a text with a time";
      case UUID -> "a text with a UUID";
      case INTEGER, BIGINT -> "a whole number";
      case NUMERIC -> "a number";
      case BOOLEAN -> "true or false";
      case JSONB -> "JSON";
    };
  }

  private static String found(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "the text '" + InvalidRecord.shortened(node.asText()) + "'";
      case NUMBER -> "the number " + InvalidRecord.shortened(node.asText());
      default -> node.asText();
    };
  }

  /** PostgreSQL's jsonb stores texts unescaped, which excludes some escapes. */
  private static void requireStorable(JsonNode node) {
    if (node.isTextual()) {
      TextValues.storable(node.asText());
    }
    for (Map.Entry<String, JsonNode> it : node.properties()) {
      TextValues.storable(it.getKey());
    }
    node.forEach(JsonValues::requireStorable);
  }
}
