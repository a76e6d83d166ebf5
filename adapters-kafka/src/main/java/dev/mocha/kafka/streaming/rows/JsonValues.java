package dev.mocha.kafka.streaming.rows;

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

/** Values of columns out of JSON. A value is of the right kind or it is refused. */
final class JsonValues {

  private JsonValues() {}

  /**
   * The scalar that the parser stands on; null for JSON's null.
   *
   * @throws Refused that says what it is and what it must be
   */
  static @Nullable Object scalar(Element type, JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!fits(type, token)) {
      throw new Refused("is %s, must be %s".formatted(found(parser, token), wanted(type)));
    }
    return Texts.value(type, parser.getText());
  }

  private static boolean fits(Element type, JsonToken token) {
    return switch (type) {
      case TEXT, DATE, TIMESTAMPTZ, UUID -> token == JsonToken.VALUE_STRING;
      case INTEGER, BIGINT -> token == JsonToken.VALUE_NUMBER_INT;
      case NUMERIC -> token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
      case BOOLEAN -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
      case JSONB -> throw new IllegalArgumentException("JSON is taken as its text");
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
      case VALUE_STRING -> "the text '" + Refused.shortened(parser.getText()) + "'";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          "the number " + Refused.shortened(parser.getText());
      default -> token.name().toLowerCase(Locale.ROOT).replace("value_", "");
    };
  }

  /** A value of several, or kept as JSON, from its own text. */
  static @Nullable Object whole(ColumnType type, String json) {
    if (json.equals("null") && (type.isArray() || type.element() != Element.JSONB)) {
      return null;
    }
    return type.isArray() ? list(type.element(), json) : storableJson(json);
  }

  private static List<@Nullable Object> list(Element type, String json) {
    return JsonTexts.read(
        json,
        parser -> {
          if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new Refused(
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
    } catch (Refused refused) {
      throw new Refused("element %d %s".formatted(index, refused.getMessage()));
    }
  }

  /** The text of the value that the parser stands on; it stands on its last token afterwards. */
  static String slice(JsonParser parser, String json) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return json.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  /** PostgreSQL's jsonb holds texts without their escapes, and so not every text. */
  static String storableJson(String json) {
    if (json.contains("\\u")) {
      JsonTexts.read(
          json,
          parser -> {
            int depth = 0;
            do {
              JsonToken token = parser.currentToken();
              if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
                Texts.storable(parser.getText());
              }
              depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0 && parser.nextToken() != null);
            return json;
          });
    }
    return json;
  }
}
