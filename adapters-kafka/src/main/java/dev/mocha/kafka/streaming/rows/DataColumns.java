package dev.mocha.kafka.streaming.rows;

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
 * The columns that read the data, as the tree of their pointers, so that one pass over the JSON
 * finds them all and steps over everything else.
 */
final class DataColumns {

  private final Map<String, DataColumns> children = new HashMap<>();
  private final List<Wanted> scalars = new ArrayList<>();
  private final List<Wanted> wholes = new ArrayList<>();

  private record Wanted(int index, StreamColumn column) {}

  private DataColumns() {}

  /**
   * Those of a stream's columns that read the data.
   *
   * @param wanted the names of the columns that matter
   */
  static DataColumns of(List<StreamColumn> columns, Set<String> wanted) {
    var root = new DataColumns();
    for (int index = 0; index < columns.size(); index++) {
      StreamColumn column = columns.get(index);
      if (wanted.contains(column.name())
          && column.source() instanceof Source.Data(JsonPointer from)) {
        root.add(new Wanted(index, column), from);
      }
    }
    return root;
  }

  private void add(Wanted wanted, JsonPointer from) {
    DataColumns node = this;
    for (String token : from.tokens()) {
      node = node.children.computeIfAbsent(token, _ -> new DataColumns());
    }
    boolean whole =
        wanted.column().type().isArray() || wanted.column().type().element() == Element.JSONB;
    (whole ? node.wholes : node.scalars).add(wanted);
  }

  /** Whether no column reads the data. */
  boolean isEmpty() {
    return children.isEmpty() && scalars.isEmpty() && wholes.isEmpty();
  }

  /** Puts the values into their places. */
  void read(String json, @Nullable Object[] values) {
    JsonTexts.read(
        json,
        parser -> {
          value(parser, json, values);
          return values;
        });
  }

  /** From the first token of a value to its last. */
  private void value(JsonParser parser, String json, @Nullable Object[] values) throws IOException {
    for (Wanted it : scalars) {
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
    for (Wanted it : wholes) {
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

  private static @Nullable Object checked(Wanted wanted, Value value) throws IOException {
    try {
      return value.read();
    } catch (Refused refused) {
      throw new Refused(
          "column %s, %s: %s"
              .formatted(wanted.column().name(), wanted.column().source(), refused.getMessage()));
    }
  }
}
