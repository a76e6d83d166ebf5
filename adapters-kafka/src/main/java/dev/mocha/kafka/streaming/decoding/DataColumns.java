package dev.mocha.kafka.streaming.decoding;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.application.streaming.StreamColumn;
import dev.mocha.application.streaming.StreamColumn.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns that read the data of a record. */
final class DataColumns {

  private record Indexed(int index, StreamColumn column, JsonPointer from) {}

  private final List<Indexed> columns = new ArrayList<>();

  /** Those of these columns that read the data and have one of these names. */
  DataColumns(List<StreamColumn> all, Set<String> names) {
    for (int index = 0; index < all.size(); index++) {
      StreamColumn column = all.get(index);
      if (names.contains(column.name()) && column.source() instanceof Source.Data(var from)) {
        columns.add(new Indexed(index, column, JsonPointer.compile(from.toString())));
      }
    }
  }

  boolean isEmpty() {
    return columns.isEmpty();
  }

  /** Sets the values of the columns. */
  void read(JsonNode data, @Nullable Object[] values) {
    for (Indexed it : columns) {
      try {
        values[it.index()] = JsonValues.of(it.column().type(), data.at(it.from()));
      } catch (InvalidRecord invalid) {
        throw new InvalidRecord(
            "column %s, %s: %s"
                .formatted(it.column().name(), it.column().source(), invalid.getMessage()));
      }
    }
  }
}
