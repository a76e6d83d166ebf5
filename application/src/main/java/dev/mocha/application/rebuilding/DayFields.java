package dev.mocha.application.rebuilding;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of a day with its orders, by path. */
public final class DayFields {

  /** The table of refunds holds other refunds of a day than its orders do. */
  public static final FieldDifference MISPLACED_REFUNDS =
      new FieldDifference("refundsByTime", "as in the table of refunds", "as in the orders");

  private DayFields() {}

  /**
   * Compares two days, each with its orders.
   *
   * @param left null where there is none
   */
  public static List<FieldDifference> differences(
      @Nullable DaySummary left,
      Collection<OrderRow> leftOrders,
      @Nullable DaySummary right,
      Collection<OrderRow> rightOrders) {
    return FieldDifference.between(of(left, leftOrders), of(right, rightOrders));
  }

  private static Map<String, String> of(@Nullable DaySummary day, Collection<OrderRow> orders) {
    var fields = new TreeMap<String, String>();
    if (day != null) {
      fields.putAll(FieldDifference.fields("totals", day.totals()));
      fields.putAll(FieldDifference.fields("breakdown", day.breakdown()));
      fields.put("checksum", Long.toHexString(day.checksum()));
    }
    for (OrderRow it : orders) {
      fields.putAll(FieldDifference.fields("orders." + it.order().placed().orderId().value(), it));
    }
    return fields;
  }
}
