package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.rebuilding.BulkTables.Loading;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.DailyReportProjection.MissingEvent;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.application.reporting.RowsInMemory;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Receives the rows of parts, and completes them as the tables do. */
final class LoadedInMemory implements Loading {

  private final List<OrderRow> orders = new ArrayList<>();
  private final Map<DayKey, DaySummary> days = new HashMap<>();
  private final List<Sequenced> late = new ArrayList<>();
  private final List<LogCount> counts = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private int partialDays;

  @Override
  public Set<Long> parkedOffsets() {
    return Set.of();
  }

  @Override
  public void orders(Collection<OrderRow> some) {
    orders.addAll(some);
    sizes.add(some.size());
  }

  @Override
  public void days(Map<DayKey, DaySummary> some) {
    some.forEach((day, it) -> days.computeIfAbsent(day, _ -> new DaySummary()).add(it));
    partialDays += some.size();
  }

  @Override
  public void late(Collection<Sequenced> events) {
    late.addAll(events);
  }

  @Override
  public boolean merchant(MerchantEvent event, long sequence) {
    return true;
  }

  @Override
  public void watermark(Instant completeTo, List<LogCount> published) {}

  @Override
  public void count(Collection<LogCount> applied) {
    counts.addAll(applied);
  }

  /** How many orders came each time. */
  List<Integer> sizes() {
    return sizes.stream().filter(it -> it > 0).toList();
  }

  /** How many partial days came. */
  int partialDays() {
    return partialDays;
  }

  /** How many events were for orders that had come already. */
  int lateEvents() {
    return late.size();
  }

  /** Whether an order was taken for new more than once. */
  boolean hasAnOrderTwice() {
    var ids = new HashSet<OrderId>();
    return !orders.stream().map(it -> it.order().placed().orderId()).allMatch(ids::add);
  }

  /**
   * The rows in the end.
   *
   * @throws MissingEvent when a late event comes before its predecessor
   */
  RowsInMemory completed() {
    var rows = new RowsInMemory();
    rows.write(orders, days);
    rows.count(counts);
    new DailyReportProjection(rows).project(late);
    return rows;
  }
}
