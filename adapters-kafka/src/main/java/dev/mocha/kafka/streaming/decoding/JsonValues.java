package dev.mocha.kafka.streaming.decoding;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mocha.application.streaming.ColumnType;
import dev.mocha.application.streaming.ColumnType.Element;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads values of columns from JSON. A value of another JSON type is invalid. */
final class JsonValues {

  private JsonValues() {}

  /**
   * The current scalar of the parser; null for JSON's null.
   *
   * @throws InvalidRecord when it does not fit the type
   */
  static @Nullable Object scalar(Element type, JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!fits(type, token)) {
      throw new InvalidRecord("is %s, must be %s".formatted(found(parser, token), wanted(type)));
    }
    return TextValues.value(type, parser.getText());
  }

  private static boolean fits(Element type, JsonToken token) {
    return switch (type) {
      case TEXT, DATE, TIMESTAMPTZ, UUID -> token == JsonToken.VALUE_STRING;
      case INTEGER, BIGINT -> token == JsonToken.VALUE_NUMBER_INT;
      case NUMERIC -> token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
      case BOOLEAN -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
      case JSONB -> throw new IllegalArgumentException("JSON is read as its text");
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

  private static String found(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "the text '" + InvalidRecord.shortened(parser.getText()) + "'";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          "the number " + InvalidRecord.shortened(parser.getText());
      default -> token.name().toLowerCase(Locale.ROOT).replace("value_", "");
    };
  }

  /** An array or a JSON value. */
  static @Nullable Object whole(ColumnType type, String json) {
    if (json.equals("null") && (type.isArray() || type.element() != Element.JSONB)) {
      return null;
    }
    return type.isArray() ? list(type.element(), json) : storableJson(json);
  }

  private static List<@Nullable Object> list(Element type, String json) {
    return JsonReader.read(
        json,
        parser -> {
          if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new InvalidRecord(
                "is %s, must be an array".formatted(found(parser, parser.currentToken())));
          }
          var list = new ArrayList<@Nullable Object>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(element(type, parser, json, list.size()));
          }
          return Collections.unmodifiableList(list);
        });
  }

  private static @Nullable Object element(Element type, JsonParser parser, String json, int index)
      throws IOException {
    try {
      return type == Element.JSONB ? storableJson(slice(parser, json)) : scalar(type, parser);
    } catch (InvalidRecord invalid) {
      throw new InvalidRecord("element %d %s".formatted(index, invalid.getMessage()));
    }
  }

  /** The text of the current value; the parser moves to its last token. */
  static String slice(JsonParser parser, String json) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return json.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  /** PostgreSQL's jsonb stores texts unescaped, which excludes some escapes. */
  private static String storableJson(String json) {
    if (json.contains("\\u")) {
      JsonReader.read(
          json,
          parser -> {
            int depth = 0;
            do {
              JsonToken token = parser.currentToken();
              if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
                TextValues.storable(parser.getText());
              }
              depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0 && parser.nextToken() != null);
            return json;
          });
    }
    return json;
  }
}
