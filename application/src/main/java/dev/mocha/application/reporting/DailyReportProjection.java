package dev.mocha.application.reporting;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.PlacedOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Folds a batch of order events into rows and day summaries. An event that a row already contains
 * is skipped. An event whose predecessor is missing means that the log has lost an event; it stops
 * the projection.
 */
public final class DailyReportProjection {

  /**
   * The version of the tables and of how they are filled. Increase it whenever a generation that is
   * filled now differs from one that was filled before: a new figure, a corrected rule, a changed
   * column, or a change of the report's JSON, which sealed days store. Version 1 had no checksums
   * and no totals of orders, 3 no sealed days, 4 no times of refunds.
   */
  public static final int VERSION = 5;

  private final ReportRows rows;

  public DailyReportProjection(ReportRows rows) {
    this.rows = rows;
  }

  /**
   * An event and its position in its order.
   *
   * @param sequence counted from 0
   * @param counted the event as the log counts it; null for an event that is not counted
   */
  public record Sequenced(OrderEvent event, long sequence, @Nullable LogCount counted) {}

  /** The log lacks an event of an order. */
  public static final class MissingEvent extends RuntimeException {
    private static final long serialVersionUID = 1;

    MissingEvent(OrderId orderId, long expected, long found) {
      super("order %s: event %d is missing, found %d".formatted(orderId, expected, found));
    }
  }

  /**
   * Projects these events, in the caller's transaction.
   *
   * @return the number of new events
   */
  public int project(List<Sequenced> events) {
    Map<OrderId, OrderRow> before =
        rows.orders(events.stream().map(it -> keyOf(it.event())).collect(Collectors.toSet()));
    var after = new LinkedHashMap<OrderId, OrderRow>();
    int applied = 0;
    var counts = new ArrayList<LogCount>();
    for (Sequenced it : events) {
      OrderId id = it.event().orderId();
      OrderRow current = after.containsKey(id) ? after.get(id) : before.get(id);
      switch (OrderFold.next(current, it.event(), it.sequence())) {
        case OrderFold.Applied(OrderRow next) -> {
          after.put(id, next);
          applied++;
          if (it.counted() != null) {
            counts.add(it.counted());
          }
        }
        case OrderFold.AlreadyApplied _ -> {}
        case OrderFold.MissingPredecessor(long expected) ->
            throw new MissingEvent(id, expected, it.sequence());
      }
    }
    if (applied > 0) {
      rows.write(after.values(), summaries(before, after.values()));
      rows.count(LogCount.sum(counts));
    }
    return applied;
  }

  private Map<DayKey, DaySummary> summaries(
      Map<OrderId, OrderRow> before, Collection<OrderRow> after) {
    var days = new HashSet<DayKey>();
    for (OrderRow row : after) {
      days.add(dayOf(row.order()));
    }
    Map<DayKey, DaySummary> summaries = new HashMap<>(rows.days(days));
    for (OrderRow row : after) {
      OrderRow previous = before.get(row.order().placed().orderId());
      summaries.computeIfAbsent(dayOf(row.order()), _ -> new DaySummary()).change(previous, row);
    }
    return summaries;
  }

  private static OrderKey keyOf(OrderEvent event) {
    return new OrderKey(event.merchantId(), event.businessDate(), event.orderId());
  }

  private static DayKey dayOf(PlacedOrder order) {
    return new DayKey(order.placed().merchantId(), order.placed().businessDate());
  }
}
