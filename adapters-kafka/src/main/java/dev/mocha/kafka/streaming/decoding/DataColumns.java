package dev.mocha.kafka.streaming.decoding;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mocha.application.streaming.ColumnType.Element;
import dev.mocha.application.streaming.JsonPointer;
import dev.mocha.application.streaming.StreamColumn;
import dev.mocha.application.streaming.StreamColumn.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that read the data, as a tree of their pointers: one pass over the JSON reads all of
 * them and skips everything else.
 */
final class DataColumns {

  private final Map<String, DataColumns> children = new HashMap<>();
  private final List<Indexed> scalars = new ArrayList<>();

  /** Arrays and JSON, which are read from the text of the whole value. */
  private final List<Indexed> wholes = new ArrayList<>();

  private record Indexed(int index, StreamColumn column) {}

  private DataColumns() {}

  /** Those of these columns that read the data and have one of these names. */
  static DataColumns of(List<StreamColumn> columns, Set<String> names) {
    var root = new DataColumns();
    for (int index = 0; index < columns.size(); index++) {
      StreamColumn column = columns.get(index);
      if (names.contains(column.name())
          && column.source() instanceof Source.Data(JsonPointer from)) {
        root.add(new Indexed(index, column), from);
      }
    }
    return root;
  }

  private void add(Indexed column, JsonPointer from) {
    DataColumns node = this;
    for (String token : from.tokens()) {
      node = node.children.computeIfAbsent(token, _ -> new DataColumns());
    }
    boolean whole =
        column.column().type().isArray() || column.column().type().element() == Element.JSONB;
    (whole ? node.wholes : node.scalars).add(column);
  }

  boolean isEmpty() {
    return children.isEmpty() && scalars.isEmpty() && wholes.isEmpty();
  }

  /** Sets the values of the columns. */
  void read(String json, @Nullable Object[] values) {
    JsonReader.read(
        json,
        parser -> {
          value(parser, json, values);
          return values;
        });
  }

  /** Moves the parser from the first token of a value to its last. */
  private void value(JsonParser parser, String json, @Nullable Object[] values) throws IOException {
    for (Indexed it : scalars) {
      values[it.index()] =
          checked(it, () -> JsonValues.scalar(it.column().type().element(), parser));
    }
    if (wholes.isEmpty()) {
      descend(parser, json, values);
      return;
    }
    int start = (int) parser.currentTokenLocation().getCharOffset();
    descend(parser, json, values);
    parser.finishToken();
    String text = json.substring(start, (int) parser.currentLocation().getCharOffset());
    for (Indexed it : wholes) {
      values[it.index()] = checked(it, () -> JsonValues.whole(it.column().type(), text));
    }
  }

  private void descend(JsonParser parser, String json, @Nullable Object[] values)
      throws IOException {
    if (children.isEmpty()) {
      parser.skipChildren();
    } else if (parser.currentToken() == JsonToken.START_OBJECT) {
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        child(children.get(name), parser, json, values);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
        child(children.get(Integer.toString(index)), parser, json, values);
      }
    }
  }

  private static void child(
      @Nullable DataColumns child, JsonParser parser, String json, @Nullable Object[] values)
      throws IOException {
    if (child == null) {
      parser.skipChildren();
    } else {
      child.value(parser, json, values);
    }
  }

  private interface Value {
    @Nullable Object read() throws IOException;
  }

  private static @Nullable Object checked(Indexed it, Value value) throws IOException {
    try {
      return value.read();
    } catch (InvalidRecord invalid) {
      throw new InvalidRecord(
          "column %s, %s: %s"
              .formatted(it.column().name(), it.column().source(), invalid.getMessage()));
    }
  }
}
