package dev.mocha.postgres.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are written by key, a batch in one statement. A batch has each key once. Each
 * column is one array, and {@code unnest} makes rows of the arrays. It is in the SELECT list, where
 * it returns row after row; in FROM it would materialise each column first.
 */
public final class KeyedTable {

  private final List<Column> columns;
  private final String upsert;
  private final List<Column> deleteColumns;
  private final String delete;

  /**
   * A column.
   *
   * @param name as in SQL, quoted if it must be
   * @param type its name in PostgreSQL
   */
  public record Column(String name, String type) {

    /** The columns of a declaration such as {@code order_id text, sequence bigint}. */
    public static List<Column> list(String declaration) {
      return Stream.of(declaration.split(","))
          .map(it -> it.strip().split(" "))
          .map(it -> new Column(it[0], it[1]))
          .toList();
    }

    /** The type of the array: one that the driver sends in binary form. */
    private String sent() {
      return switch (type) {
        case "bigint", "timestamptz" -> "bigint";
        case "integer", "date" -> "integer";
        case "boolean" -> "boolean";
        default -> "text";
      };
    }

    private @Nullable Object[] array(int rows) {
      return switch (sent()) {
        case "bigint" -> new @Nullable Long[rows];
        case "integer" -> new @Nullable Integer[rows];
        case "boolean" -> new @Nullable Boolean[rows];
        default -> new @Nullable String[rows];
      };
    }

    private String parameter() {
      return "unnest(?::%s[]) AS %s".formatted(sent(), name);
    }

    /**
     * The value of a row. Times are microseconds, dates are days, both since 1970. The product with
     * an interval is a floating-point number, exact for seconds of the years 0001 to 9999.
     */
    private String value() {
      return switch (type) {
        case "timestamptz" ->
            """
            timestamptz 'epoch' + (batch.%1$s / 1000000 * interval '1 second'
              + batch.%1$s %% 1000000 * interval '1 microsecond')\
            """
                .formatted(name);
        case "date" -> "date 'epoch' + batch." + name;
        case String it when it.equals(sent()) -> "batch." + name;
        default -> "batch.%s::%s".formatted(name, type);
      };
    }
  }

  /** Writes the values of a row in the order of the columns. */
  public interface RowWriter<T> {
    void write(Row row, T value);
  }

  /**
   * A table.
   *
   * @param table as in SQL
   * @param key the names of the columns of a unique index
   * @param version the column whose value must rise to overwrite a row; null to overwrite always
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
            joined(columns, Column::parameter),
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
        .formatted(table, joined(columns, Column::parameter), condition);
  }

  private static String joined(List<Column> columns, Function<Column, String> part) {
    return columns.stream().map(part).collect(Collectors.joining(", "));
  }

  /** The columns of {@link #delete}: those of the key, and the version. */
  public List<Column> deleteColumns() {
    return deleteColumns;
  }

  /**
   * Writes rows. A row with an older or equal version changes nothing.
   *
   * @return the number of rows written
   */
  public <T> int upsert(Connection connection, Collection<T> values, RowWriter<T> writer)
      throws SQLException {
    return execute(connection, upsert, columns, values, writer);
  }

  /**
   * Deletes the rows of these keys whose version is older; a version that is absent deletes any.
   *
   * @return the number of rows deleted
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
    var row = new Arrays(columns, values.size());
    for (T value : values) {
      writer.write(row, value);
      row.end();
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int index = 0; index < columns.size(); index++) {
        statement.setArray(
            index + 1, connection.createArrayOf(columns.get(index).sent(), row.columns.get(index)));
      }
      return statement.executeUpdate();
    }
  }

  /** Rows as an array for each column. */
  private static final class Arrays implements Row {

    private final List<@Nullable Object[]> columns;
    private int row;
    private int column;

    private Arrays(List<Column> columns, int rows) {
      this.columns = columns.stream().map(it -> it.array(rows)).toList();
    }

    private Row set(@Nullable Object value) {
      columns.get(column++)[row] = value;
      return this;
    }

    private void end() {
      if (column != columns.size()) {
        throw new IllegalStateException(column + " values for " + columns.size() + " columns");
      }
      column = 0;
      row++;
    }

    @Override
    public Row absent() {
      return set(null);
    }

    @Override
    public Row text(@Nullable String value) {
      return set(value);
    }

    @Override
    public Row jsonb(@Nullable String value) {
      return set(value);
    }

    @Override
    public Row integer(int value) {
      return set(value);
    }

    @Override
    public Row bigint(long value) {
      return set(value);
    }

    @Override
    public Row bool(boolean value) {
      return set(value);
    }

    @Override
    public Row date(LocalDate value) {
      return set(Math.toIntExact(value.toEpochDay()));
    }

    @Override
    public Row timestamptz(@Nullable Instant value) {
      return set(
          value == null
              ? null
              : Math.addExact(
                  Math.multiplyExact(value.getEpochSecond(), 1_000_000L), value.getNano() / 1_000));
    }

    @Override
    public Row uuid(UUID value) {
      return set(value.toString());
    }
  }
}
