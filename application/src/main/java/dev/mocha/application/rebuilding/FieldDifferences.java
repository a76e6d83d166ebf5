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

/** Lists the fields that differ between two records, by path. */
public final class FieldDifferences {

  /** The value of a field that one side does not have. */
  public static final String ABSENT = "absent";

  /** The table of refunds holds other refunds of a day than its orders do. */
  public static final FieldDifference MISPLACED_REFUNDS =
      new FieldDifference("refundsByTime", "as in the table of refunds", "as in the orders");

  private FieldDifferences() {}

  /**
   * Compares two days, each with its orders.
   *
   * @param left null where there is none
   */
  public static List<FieldDifference> of(
      @Nullable DaySummary left,
      Collection<OrderRow> leftOrders,
      @Nullable DaySummary right,
      Collection<OrderRow> rightOrders) {
    return between(fields(left, leftOrders), fields(right, rightOrders));
  }

  /**
   * Compares two values.
   *
   * @param path of both
   */
  public static List<FieldDifference> between(String path, Object left, Object right) {
    var leftFields = new TreeMap<String, String>();
    var rightFields = new TreeMap<String, String>();
    put(leftFields, path, left);
    put(rightFields, path, right);
    return between(leftFields, rightFields);
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
      case Record it when hasFields(it) -> {
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
}
