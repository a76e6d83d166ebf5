package dev.mocha.application.rebuilding;

import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lists by path what differs, such as between two days, each with its orders. */
public final class FieldDifferences {

  /** Stands for a value that one side has not got. */
  public static final String ABSENT = "absent";

  /** Refunds that stand elsewhere than their orders say. */
  public static final FieldDifference REFUNDS_ASTRAY =
      new FieldDifference("refundsByTime", "as kept by their time", "as the orders tell");

  private FieldDifferences() {}

  /**
   * The fields that differ.
   *
   * @param one the kept summary; null where there is none
   */
  public static List<FieldDifference> of(
      @Nullable DaySummary one,
      Collection<OrderRow> ordersOfOne,
      @Nullable DaySummary other,
      Collection<OrderRow> ordersOfOther) {
    return between(fields(one, ordersOfOne), fields(other, ordersOfOther));
  }

  /**
   * The fields that differ between two values.
   *
   * @param path of both
   */
  public static List<FieldDifference> between(String path, Object one, Object other) {
    var left = new TreeMap<String, String>();
    var right = new TreeMap<String, String>();
    put(left, path, one);
    put(right, path, other);
    return between(left, right);
  }

  private static List<FieldDifference> between(
      Map<String, String> left, Map<String, String> right) {
    var paths = new TreeSet<>(left.keySet());
    paths.addAll(right.keySet());
    return paths.stream()
        .filter(it -> !Objects.equals(left.get(it), right.get(it)))
        .map(
            it ->
                new FieldDifference(
                    it, left.getOrDefault(it, ABSENT), right.getOrDefault(it, ABSENT)))
        .toList();
  }

  private static Map<String, String> fields(@Nullable DaySummary day, Collection<OrderRow> orders) {
    var fields = new TreeMap<String, String>();
    if (day != null) {
      put(fields, "totals", day.totals());
      put(fields, "breakdown", day.breakdown());
      put(fields, "checksum", Long.toHexString(day.checksum()));
    }
    for (OrderRow row : orders) {
      put(fields, "orders." + row.order().placed().orderId().value(), row);
    }
    return fields;
  }

  private static void put(Map<String, String> fields, String path, @Nullable Object value) {
    switch (value) {
      case Record it when isOfThisProject(it) -> {
        for (RecordComponent component : it.getClass().getRecordComponents()) {
          put(fields, path + "." + component.getName(), read(component, it));
        }
      }
      case Map<?, ?> it -> it.forEach((key, entry) -> put(fields, path + "." + key, entry));
      case List<?> it -> {
        var entries = new ArrayList<>(it);
        for (int index = 0; index < entries.size(); index++) {
          put(fields, path + "[" + index + "]", entries.get(index));
        }
      }
      case null -> {}
      default -> fields.put(path, value.toString());
    }
  }

  /** Several components stand for several fields; one is an id. */
  private static boolean isOfThisProject(Record value) {
    return value.getClass().getRecordComponents().length > 1;
  }

  private static @Nullable Object read(RecordComponent component, Record value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
