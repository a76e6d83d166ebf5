package dev.mocha.postgres.streaming;

import dev.mocha.application.streaming.ColumnType.Element;
import dev.mocha.application.streaming.StreamColumn;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamDefinition.Table;
import dev.mocha.application.streaming.TableStatements;
import java.util.stream.Collectors;

/** The DDL of the tables of streams. Every name of a definition is quoted. */
final class StreamTableSql implements TableStatements {

  @Override
  public String create(StreamDefinition stream) {
    String columns =
        stream.columns().stream()
            .map(it -> column(it, stream))
            .collect(Collectors.joining(",\n  "));
    String key =
        stream.key().stream().map(StreamTableSql::quoted).collect(Collectors.joining(", "));
    return schema(stream.table())
        + """
        CREATE TABLE IF NOT EXISTS %s (
          %s,
          PRIMARY KEY (%s)
        );
        """
            .formatted(quoted(stream.table()), columns, key);
  }

  private static String schema(Table table) {
    return table.schema().equals(Table.PUBLIC)
        ? ""
        : "CREATE SCHEMA IF NOT EXISTS %s;%n".formatted(quoted(table.schema()));
  }

  /** Text in the key is compared by bytes, which is the fastest collation. */
  private static String column(StreamColumn column, StreamDefinition stream) {
    String collation =
        stream.key().contains(column.name()) && column.type().element() == Element.TEXT
            ? " COLLATE \"C\""
            : "";
    return quoted(column.name())
        + " "
        + column.type().sql()
        + collation
        + (column.isNeverNull() ? " NOT NULL" : "");
  }

  static String quoted(Table table) {
    return quoted(table.schema()) + "." + quoted(table.name());
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
