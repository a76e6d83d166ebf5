package dev.mocha.postgres.streaming;

import static dev.mocha.postgres.streaming.StreamTableSql.quoted;

import dev.mocha.application.streaming.ColumnType;
import dev.mocha.application.streaming.StreamBatch;
import dev.mocha.application.streaming.StreamColumn;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamRow;
import dev.mocha.application.streaming.StreamTables.StreamTable;
import dev.mocha.postgres.sql.KeyedTable;
import dev.mocha.postgres.sql.KeyedTable.Column;
import dev.mocha.postgres.sql.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table of one stream. */
final class ConfiguredTable implements StreamTable {

  /** Characters that an array literal escapes by a backslash. */
  private static final Pattern SPECIAL = Pattern.compile("[\"\\\\]");

  private final JdbcTemplate jdbc;
  private final StreamDefinition stream;
  private final List<ColumnType> types;
  private final KeyedTable table;
  private final int[] deleteIndexes;

  ConfiguredTable(JdbcTemplate jdbc, StreamDefinition stream) {
    this.jdbc = jdbc;
    this.stream = stream;
    this.types = stream.columns().stream().map(StreamColumn::type).toList();
    List<Column> columns =
        stream.columns().stream()
            .map(it -> new Column(quoted(it.name()), it.type().sql()))
            .toList();
    this.table =
        new KeyedTable(
            quoted(stream.table()),
            columns,
            stream.key().stream().map(StreamTableSql::quoted).toList(),
            stream.version() == null ? null : quoted(stream.version()));
    this.deleteIndexes = table.deleteColumns().stream().mapToInt(columns::indexOf).toArray();
  }

  @Override
  public void write(List<? extends StreamRow> rows) {
    StreamBatch batch = StreamBatch.of(stream, rows);
    int[] all = IntStream.range(0, types.size()).toArray();
    jdbc.execute(
        (ConnectionCallback<Void>)
            connection -> {
              table.delete(connection, batch.deletes(), (row, it) -> write(row, it, deleteIndexes));
              table.upsert(connection, batch.upserts(), (row, it) -> write(row, it, all));
              return null;
            });
  }

  private void write(Row row, StreamRow it, int[] indexes) {
    for (int index : indexes) {
      write(row, types.get(index), it.values().get(index));
    }
  }

  private static void write(Row row, ColumnType type, @Nullable Object value) {
    if (value == null) {
      row.absent();
    } else if (type.isArray()) {
      row.text(arrayLiteral((List<?>) value));
    } else {
      switch (type.element()) {
        case TEXT -> row.text((String) value);
        case INTEGER -> row.integer((Integer) value);
        case BIGINT -> row.bigint((Long) value);
        case NUMERIC -> row.text(((BigDecimal) value).toString());
        case BOOLEAN -> row.bool((Boolean) value);
        case DATE -> row.date((LocalDate) value);
        case TIMESTAMPTZ -> row.timestamptz((Instant) value);
        case UUID -> row.uuid((UUID) value);
        case JSONB -> row.jsonb((String) value);
      }
    }
  }

  /** The text form. Source: PostgreSQL manual, "Array Input and Output Syntax". */
  private static String arrayLiteral(List<?> values) {
    return values.stream()
        .map(
            it ->
                it == null
                    ? "NULL"
                    : '"' + SPECIAL.matcher(it.toString()).replaceAll("\\\\$0") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }
}
