package dev.mocha.application.streaming;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stream of topics into a table. There is no definition that makes no sense: the constructor
 * refuses it with everything that is wrong.
 *
 * @param name by which people and the consumer group know it
 * @param types of the CloudEvents that become rows; none for all
 * @param key the columns that tell a row from others
 * @param version the column by which an older record never overwrites a newer; null where the order
 *     of the log decides
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
    Personal personal,
    Batch batch) {

  /** What the records are. */
  public enum Format {
    /** CloudEvents in binary or structured mode, with JSON data. */
    CLOUDEVENTS,
    /** JSON values, without anything around them. */
    JSON
  }

  /** The table that the rows go to. */
  public record Table(String schema, String name) {

    /** Where a name without a schema lies. */
    public static final String PUBLIC = "public";

    @Override
    public String toString() {
      return schema + "." + name;
    }
  }

  /**
   * What deletes a row.
   *
   * @param tombstones whether a record without a value does
   * @param types of the CloudEvents that do
   */
  public record Deletes(boolean tombstones, Set<String> types) {

    /** Nothing does. */
    public static final Deletes NONE = new Deletes(false, Set.of());

    public Deletes {
      types = Set.copyOf(types);
    }
  }

  /**
   * What is taken out of the data before any column reads them.
   *
   * @param drop places that are left out
   * @param hash places whose value becomes a keyed hash, alike for equal values
   */
  public record Personal(Set<JsonPointer> drop, Set<JsonPointer> hash) {

    /** Nothing is. */
    public static final Personal NONE = new Personal(Set.of(), Set.of());

    public Personal {
      drop = Set.copyOf(drop);
      hash = Set.copyOf(hash);
    }

    /** Whether there is nothing to take out. */
    public boolean isEmpty() {
      return drop.isEmpty() && hash.isEmpty();
    }
  }

  /**
   * How many records are written at once.
   *
   * @param size at most, 1 to 50,000
   * @param time for which the broker may hold back records to send more of them at once
   */
  public record Batch(int size, Duration time) {

    /** As they come. */
    public static final Batch DEFAULT = new Batch(4_000, Duration.ZERO);

    /** The longest time. */
    public static final Duration LONGEST = Duration.ofSeconds(30);
  }

  /**
   * One thing that is wrong.
   *
   * @param path the key, as in {@code columns.total.type}
   * @param message what is wrong and what is allowed
   */
  public record Problem(String path, String message) {

    @Override
    public String toString() {
      return path.isEmpty() ? message : path + ": " + message;
    }
  }

  /** What was given is no stream. */
  public static final class Nonsense extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final transient List<Problem> problems;

    public Nonsense(List<Problem> problems) {
      super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
      this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong. */
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
      throw new Nonsense(checks.problems());
    }
  }

  /** The place of each key column among the columns. */
  public int[] keyIndexes() {
    return key.stream().mapToInt(this::indexOf).toArray();
  }

  /** The place of the version among the columns; -1 without one. */
  public int versionIndex() {
    return version == null ? -1 : indexOf(version);
  }

  private int indexOf(String column) {
    return columns.stream().map(StreamColumn::name).toList().indexOf(column);
  }
}
