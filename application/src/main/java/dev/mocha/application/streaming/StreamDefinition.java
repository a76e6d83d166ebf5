package dev.mocha.application.streaming;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a stream: which records of which topics become which rows of a table. Every
 * definition is valid: the constructor throws {@link InvalidDefinition} with all problems.
 *
 * @param types of the CloudEvents that become rows; empty for all
 * @param key the columns of the primary key
 * @param version the column that keeps an older record from overwriting a newer one; null when the
 *     order of the log decides
 */
public record StreamDefinition(
    String name,
    List<String> topics,
    Format format,
    Set<String> types,
    Table table,
    List<StreamColumn> columns,
    List<String> key,
    @Nullable String version,
    Deletes deletes,
    PersonalFields personal,
    Batch batch) {

  public enum Format {
    /** CloudEvents in binary or structured mode, with JSON data. */
    CLOUDEVENTS,
    /** JSON values without an envelope. */
    JSON
  }

  public record Table(String schema, String name) {

    /** The schema of a table name without one. */
    public static final String PUBLIC = "public";

    @Override
    public String toString() {
      return schema + "." + name;
    }
  }

  /**
   * The records that delete a row.
   *
   * @param tombstones whether a record without a value deletes the row of its key
   * @param types of the CloudEvents that delete a row
   */
  public record Deletes(boolean tombstones, Set<String> types) {

    /** No record deletes. */
    public static final Deletes NONE = new Deletes(false, Set.of());

    public Deletes {
      types = Set.copyOf(types);
    }
  }

  /**
   * Personal data, which is removed from the data before any column is read.
   *
   * @param drop values that are removed
   * @param hash values that are replaced by a keyed hash; equal values have equal hashes
   */
  public record PersonalFields(Set<JsonPointer> drop, Set<JsonPointer> hash) {

    public static final PersonalFields NONE = new PersonalFields(Set.of(), Set.of());

    public PersonalFields {
      drop = Set.copyOf(drop);
      hash = Set.copyOf(hash);
    }

    public boolean isEmpty() {
      return drop.isEmpty() && hash.isEmpty();
    }
  }

  /**
   * The size of a transaction.
   *
   * @param size the most records, 1 to 50,000
   * @param linger how long the broker may wait for more records before it answers
   */
  public record Batch(int size, Duration linger) {

    public static final Batch DEFAULT = new Batch(4_000, Duration.ZERO);

    public static final Duration MAX_LINGER = Duration.ofSeconds(30);
  }

  /**
   * A problem of a definition.
   *
   * @param path the key, such as {@code columns.total.type}
   * @param message what is wrong and what is allowed
   */
  public record Problem(String path, String message) {

    @Override
    public String toString() {
      return path.isEmpty() ? message : path + ": " + message;
    }
  }

  /** A definition with problems. */
  public static final class InvalidDefinition extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final transient List<Problem> problems;

    public InvalidDefinition(List<Problem> problems) {
      super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
      this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
      return problems;
    }
  }

  public StreamDefinition {
    topics = List.copyOf(topics);
    types = Set.copyOf(types);
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    var checks = new StreamChecks();
    checks.names(name, topics, table, columns);
    checks.keyAndVersion(columns, key, version);
    checks.columns(columns, format, personal);
    checks.deletes(format, types, deletes, columns, key);
    checks.batch(batch);
    if (!checks.problems().isEmpty()) {
      throw new InvalidDefinition(checks.problems());
    }
  }

  /** The index of each key column. */
  public int[] keyIndexes() {
    return key.stream().mapToInt(this::indexOf).toArray();
  }

  /** The index of the version column; -1 without one. */
  public int versionIndex() {
    return version == null ? -1 : indexOf(version);
  }

  private int indexOf(String column) {
    return columns.stream().map(StreamColumn::name).toList().indexOf(column);
  }
}
