package dev.mocha.postgres.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * A table whose rows are written by key, a batch in one statement: the values of each column go as
 * one array, in binary form where the type has one here, and {@code unnest} makes rows of them
 * again. It stands among the results of a SELECT, where it gives row after row; as a table of FROM
 * it would first materialise every column as a whole. A batch holds each key once.
 */
public final class KeyedTable {

  /** The types that have a binary form here, by name: the type of an element. */
  private static final Map<String, Integer> BINARY =
      Map.of(
          "text", Oid.TEXT,
          "integer", Oid.INT4,
          "bigint", Oid.INT8,
          "boolean", Oid.BOOL,
          "date", Oid.DATE,
          "timestamptz", Oid.TIMESTAMPTZ,
          "uuid", Oid.UUID,
          "jsonb", Oid.JSONB);

  private final List<Column> columns;
  private final String upsert;
  private final List<Column> deleteColumns;
  private final String delete;

  /**
   * A column.
   *
   * @param name as SQL has it, quoted where it needs that
   * @param type as PostgreSQL names it
   */
  public record Column(String name, String type) {

    /** Those of a declaration like {@code order_id text, sequence bigint}. */
    public static List<Column> list(String declaration) {
      return Stream.of(declaration.split(","))
          .map(it -> it.strip().split(" "))
          .map(it -> new Column(it[0], it[1]))
          .toList();
    }

    private int element() {
      return BINARY.getOrDefault(type, Oid.TEXT);
    }

    private String bound() {
      return "unnest(?::%s[]) AS %s".formatted(BINARY.containsKey(type) ? type : "text", name);
    }

    /** The bound value of a row as the column wants it. */
    private String value() {
      return BINARY.containsKey(type) ? "batch." + name : "batch.%s::%s".formatted(name, type);
    }
  }

  /** Writes one row, the values in the order of the columns. */
  public interface RowWriter<T> {
    void write(Row row, T value);
  }

  /**
   * A table.
   *
   * @param table as SQL has it
   * @param key names of columns, over which the table has a unique index
   * @param version the column whose value must rise for a row to be overwritten; null where every
   *     write overwrites
   */
  public KeyedTable(
      String table, List<Column> columns, List<String> key, @Nullable String version) {
    this.columns = List.copyOf(columns);
    this.upsert = upsert(table, columns, key, version);
    this.deleteColumns =
        columns.stream()
            .filter(it -> key.contains(it.name()) || it.name().equals(version))
            .toList();
    this.delete = delete(table, deleteColumns, version);
  }

  private static String upsert(
      String table, List<Column> columns, List<String> key, @Nullable String version) {
    List<String> replaced =
        columns.stream().map(Column::name).filter(it -> !key.contains(it)).toList();
    String change =
        replaced.isEmpty()
            ? "DO NOTHING"
            : "DO UPDATE SET "
                + replaced.stream()
                    .map(it -> "%1$s = excluded.%1$s".formatted(it))
                    .collect(Collectors.joining(", "))
                + (version == null ? "" : " WHERE target.%1$s < excluded.%1$s".formatted(version));
    return """
    INSERT INTO %s AS target (%s)
    SELECT %s
    FROM (SELECT %s) AS batch
    ON CONFLICT (%s) %s
    """
        .formatted(
            table,
            joined(columns, Column::name),
            joined(columns, Column::value),
            joined(columns, Column::bound),
            String.join(", ", key),
            change);
  }

  private static String delete(String table, List<Column> columns, @Nullable String version) {
    String condition =
        columns.stream()
            .map(
                it ->
                    it.name().equals(version)
                        ? "(batch.%1$s IS NULL OR target.%1$s < %2$s)"
                            .formatted(it.name(), it.value())
                        : "target.%s = %s".formatted(it.name(), it.value()))
            .collect(Collectors.joining(" AND "));
    return """
    DELETE FROM %s AS target
    USING (SELECT %s) AS batch
    WHERE %s
    """
        .formatted(table, joined(columns, Column::bound), condition);
  }

  private static String joined(List<Column> columns, Function<Column, String> part) {
    return columns.stream().map(part).collect(Collectors.joining(", "));
  }

  /** The columns by which rows are deleted: those of the key, and the version. */
  public List<Column> deleteColumns() {
    return deleteColumns;
  }

  /**
   * Writes rows, each over that of its key where the version lets it.
   *
   * @return how many were written
   */
  public <T> int upsert(Connection connection, Collection<T> values, RowWriter<T> writer)
      throws SQLException {
    return execute(connection, upsert, columns, values, writer);
  }

  /**
   * Deletes rows by the {@link #deleteColumns}, where theirs is an older version or that given is
   * absent.
   *
   * @return how many were deleted
   */
  public <T> int delete(Connection connection, Collection<T> values, RowWriter<T> writer)
      throws SQLException {
    return execute(connection, delete, deleteColumns, values, writer);
  }

  private static <T> int execute(
      Connection connection,
      String sql,
      List<Column> columns,
      Collection<T> values,
      RowWriter<T> writer)
      throws SQLException {
    if (values.isEmpty()) {
      return 0;
    }
    var row = new Arrays(columns.size(), values.size());
    for (T value : values) {
      writer.write(row, value);
      row.end();
    }
    var driver = connection.unwrap(BaseConnection.class);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int index = 0; index < columns.size(); index++) {
        int element = columns.get(index).element();
        statement.setArray(
            index + 1,
            new PgArray(
                driver,
                driver.getTypeInfo().getPGArrayType(driver.getTypeInfo().getPGType(element)),
                row.columns.get(index).of(element)));
      }
      return statement.executeUpdate();
    }
  }

  /** Rows as an array for each column. */
  private static final class Arrays implements Row {

    private final List<BinaryArray> columns = new ArrayList<>();
    private int next;

    private Arrays(int columnCount, int rows) {
      for (int column = 0; column < columnCount; column++) {
        columns.add(new BinaryArray(rows));
      }
    }

    private BinaryArray next() {
      return columns.get(next++);
    }

    private void end() {
      if (next != columns.size()) {
        throw new IllegalStateException(next + " values for " + columns.size() + " columns");
      }
      next = 0;
    }

    @Override
    public Row absent() {
      next().absent();
      return this;
    }

    @Override
    public Row text(@Nullable String value) {
      next().text(value);
      return this;
    }

    @Override
    public Row jsonb(@Nullable String value) {
      next().jsonb(value);
      return this;
    }

    @Override
    public Row integer(int value) {
      next().integer(value);
      return this;
    }

    @Override
    public Row bigint(long value) {
      next().bigint(value);
      return this;
    }

    @Override
    public Row bool(boolean value) {
      next().bool(value);
      return this;
    }

    @Override
    public Row date(LocalDate value) {
      next().date(value);
      return this;
    }

    @Override
    public Row timestamptz(@Nullable Instant value) {
      return value == null ? absent() : moment(value);
    }

    private Row moment(Instant value) {
      next().timestamptz(value);
      return this;
    }

    @Override
    public Row uuid(UUID value) {
      next().uuid(value);
      return this;
    }
  }
}
