package dev.mocha.application.comparing;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A field that differs.
 *
 * @param field its path, such as {@code totals.refunds} or {@code orders.o-1.status}
 * @param left null where the left side lacks the field
 * @param right null where the right side lacks the field
 */
public record FieldDifference(String field, @Nullable String left, @Nullable String right) {

  private static final String ABSENT = "absent";

  /** Compares the fields of both sides by their paths, in the order of the paths. */
  public static List<FieldDifference> between(Map<String, String> left, Map<String, String> right) {
    var paths = new TreeSet<>(left.keySet());
    paths.addAll(right.keySet());
    return paths.stream()
        .map(it -> new FieldDifference(it, left.get(it), right.get(it)))
        .filter(it -> !Objects.equals(it.left, it.right))
        .toList();
  }

  /** The fields of a value of records, lists and maps, by their paths below {@code path}. */
  public static Map<String, String> fields(String path, @Nullable Object value) {
    var fields = new TreeMap<String, String>();
    put(fields, path, value);
    return fields;
  }

  private static void put(Map<String, String> fields, String path, @Nullable Object value) {
    switch (value) {
      case Record it when hasFields(it) -> {
        for (RecordComponent component : it.getClass().getRecordComponents()) {
          put(fields, path + "." + component.getName(), read(component, it));
        }
      }
      case Map<?, ?> it -> it.forEach((key, entry) -> put(fields, path + "." + key, entry));
      case List<?> it -> {
        for (int index = 0; index < it.size(); index++) {
          put(fields, path + "[" + index + "]", it.get(index));
        }
      }
      case null -> {}
      default -> fields.put(path, value.toString());
    }
  }

  /** A record of one component is an id. */
  private static boolean hasFields(Record value) {
    return value.getClass().getRecordComponents().length > 1;
  }

  private static @Nullable Object read(RecordComponent component, Record value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The left value, or the word {@code absent}. */
  public String leftText() {
    return Objects.requireNonNullElse(left, ABSENT);
  }

  /** The right value, or the word {@code absent}. */
  public String rightText() {
    return Objects.requireNonNullElse(right, ABSENT);
  }
}
