package dev.mocha.application.reporting;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows as a database keeps them: what was read out changes only by being written. */
public final class RowsInMemory implements ReportRows {

  private final Map<OrderKey, OrderRow> orders = new HashMap<>();
  private final Map<DayKey, StoredDay> days = new HashMap<>();
  private final List<LogCount> counts = new ArrayList<>();
  private int writes;

  /** A day's figures as they are stored. */
  public record StoredDay(DayTotals totals, DayBreakdown breakdown, long checksum) {
    static StoredDay of(DaySummary summary) {
      return new StoredDay(summary.totals(), summary.breakdown(), summary.checksum());
    }
  }

  @Override
  public Map<OrderId, OrderRow> orders(Set<OrderKey> keys) {
    var found = new HashMap<OrderId, OrderRow>();
    orders.forEach(
        (key, row) -> {
          if (keys.contains(key)) {
            found.put(key.orderId(), row);
          }
        });
    return Map.copyOf(found);
  }

  @Override
  public Map<DayKey, DaySummary> days(Set<DayKey> keys) {
    var found = new HashMap<DayKey, DaySummary>();
    days.forEach(
        (key, day) -> {
          if (keys.contains(key)) {
            found.put(key, new DaySummary(day.totals(), day.breakdown(), day.checksum()));
          }
        });
    return Map.copyOf(found);
  }

  @Override
  public void write(Collection<OrderRow> changed, Map<DayKey, DaySummary> summaries) {
    writes++;
    for (OrderRow row : changed) {
      var placed = row.order().placed();
      orders.put(new OrderKey(placed.merchantId(), placed.businessDate(), placed.orderId()), row);
    }
    summaries.forEach((key, summary) -> days.put(key, StoredDay.of(summary)));
  }

  @Override
  public void count(Collection<LogCount> applied) {
    counts.addAll(applied);
  }

  /** What was applied, for each minute of each partition. */
  public Set<LogCount> counts() {
    return Set.copyOf(LogCount.sum(counts));
  }

  @Override
  public boolean write(MerchantEvent event, long sequence) {
    throw new UnsupportedOperationException("orders only");
  }

  public Map<OrderKey, OrderRow> orders() {
    return Map.copyOf(orders);
  }

  public Map<DayKey, StoredDay> days() {
    return Map.copyOf(days);
  }

  public int writes() {
    return writes;
  }
}
