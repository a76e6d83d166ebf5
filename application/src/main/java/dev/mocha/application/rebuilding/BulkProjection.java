package dev.mocha.application.rebuilding;

import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.PlacedOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Projects the events of a part that begins with the first event. An order is written once, when it
 * is closed, and a day when enough later days are at work, so that memory does not grow with the
 * history. What comes later than that is handed on as late and is projected one by one.
 */
public final class BulkProjection {

  /** How much is held in memory. */
  public record Limits(int openOrders, int closedOrders, int days, int rows) {

    /** About 100 MB. */
    public static final Limits DEFAULT = new Limits(50_000, 100_000, 5_000, 4_000);
  }

  /** Takes what is done. */
  public interface Rows {

    /** Orders, each for the first time. */
    void orders(Collection<OrderRow> orders);

    /** Days. A day may come again with what its later orders add. */
    void days(Map<DayKey, DaySummary> days);

    /** Events of orders that are written already. */
    void late(Collection<Sequenced> events);
  }

  private final Rows rows;
  private final Limits limits;
  private final LinkedHashMap<OrderId, OrderRow> open = new LinkedHashMap<>();
  private final LinkedHashMap<OrderId, Long> closed = new LinkedHashMap<>();
  private final LinkedHashMap<DayKey, DaySummary> days = new LinkedHashMap<>();
  private final List<OrderRow> done = new ArrayList<>();
  private final List<Sequenced> late = new ArrayList<>();

  public BulkProjection(Rows rows, Limits limits) {
    this.rows = rows;
    this.limits = limits;
  }

  /**
   * Projects an event.
   *
   * @return whether it is new and projected; a repeat is not, a late event is not yet
   * @throws Irregular when the event before it is missing
   */
  public boolean project(Sequenced it) {
    OrderId id = it.event().orderId();
    OrderRow row = open.get(id);
    if (row == null) {
      Long last = closed.get(id);
      if (last != null && it.sequence() <= last) {
        return false;
      }
      if (last != null || it.sequence() > 0) {
        late.add(it);
        writeWhenMany();
        return false;
      }
      keep(id, new OrderRow(PlacedOrder.of((OrderPlaced) it.event()), 0));
      return true;
    }
    if (it.sequence() <= row.sequence()) {
      return false;
    }
    if (it.sequence() > row.sequence() + 1) {
      throw new Irregular(
          "order %s: event %d is missing".formatted(id.value(), row.sequence() + 1));
    }
    keep(id, new OrderRow(row.order().after(it.event()), it.sequence()));
    return true;
  }

  private void keep(OrderId id, OrderRow row) {
    if (row.order().status().isOpen()) {
      open.put(id, row);
      if (open.size() > limits.openOrders()) {
        OrderRow eldest = open.pollFirstEntry().getValue();
        close(eldest);
      }
    } else {
      open.remove(id);
      close(row);
    }
  }

  private void close(OrderRow row) {
    PlacedOrder order = row.order();
    closed.put(order.placed().orderId(), row.sequence());
    if (closed.size() > limits.closedOrders()) {
      closed.pollFirstEntry();
    }
    var day = new DayKey(order.placed().merchantId(), order.placed().businessDate());
    days.computeIfAbsent(day, _ -> new DaySummary()).change(null, row);
    done.add(row);
    writeWhenMany();
  }

  private void writeWhenMany() {
    if (done.size() >= limits.rows() || late.size() >= limits.rows()) {
      write();
    }
    if (days.size() > limits.days()) {
      writeEldest(days.size() / 2);
    }
  }

  private void writeEldest(int count) {
    var eldest = new LinkedHashMap<DayKey, DaySummary>();
    Iterator<Map.Entry<DayKey, DaySummary>> all = days.entrySet().iterator();
    while (eldest.size() < count) {
      Map.Entry<DayKey, DaySummary> day = all.next();
      eldest.put(day.getKey(), day.getValue());
      all.remove();
    }
    rows.days(eldest);
  }

  private void write() {
    rows.orders(done);
    rows.late(late);
    done.clear();
    late.clear();
  }

  /** Writes what is still held, open orders too. */
  public void end() {
    while (!open.isEmpty()) {
      close(open.pollFirstEntry().getValue());
    }
    write();
    writeEldest(days.size());
  }
}
