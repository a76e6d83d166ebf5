package dev.mocha.application.rebuilding;

import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Projects the events of a part that begins with the first event. An order is written once: some
 * time after it is closed, since a refund often follows; a day is written when enough later days
 * are at work. So memory does not grow with the history. What comes later than that is handed on as
 * late and is projected one by one.
 */
public final class BulkProjection {

  /**
   * How much is held in memory.
   *
   * @param openOrders those that are placed, and not closed yet
   * @param closedOrders those that are not written yet; half of them are written at a time
   * @param written of how many that are written the last event is remembered
   * @param days those that are not written yet
   */
  public record Limits(int openOrders, int closedOrders, int written, int days) {

    /** About 100 MB of heap for each thread that loads. */
    public static final Limits DEFAULT = new Limits(30_000, 8_000, 100_000, 5_000);
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
  private final LinkedHashMap<OrderId, OrderRow> closed = new LinkedHashMap<>();
  private final LinkedHashMap<OrderId, Long> written = new LinkedHashMap<>();
  private final LinkedHashMap<DayKey, DaySummary> days = new LinkedHashMap<>();
  private final List<Sequenced> late = new ArrayList<>();

  public BulkProjection(Rows rows, Limits limits) {
    this.rows = rows;
    this.limits = limits;
  }

  /**
   * Projects an event.
   *
   * @return whether it is new and projected; a repeat is not, a late event is not yet
   * @throws IrregularHistory when the event before it is missing, or it cannot come here
   */
  public boolean project(Sequenced it) {
    OrderId id = it.event().orderId();
    OrderRow row = open.get(id);
    if (row == null) {
      row = closed.get(id);
    }
    if (row == null) {
      Long last = written.get(id);
      if (last != null && it.sequence() <= last) {
        return false;
      }
      if (last != null || it.sequence() > 0) {
        late.add(it);
        if (late.size() >= limits.closedOrders()) {
          writeLate();
        }
        return false;
      }
    }
    OrderRow next = OrderFold.next(row, it.event(), it.sequence());
    if (row != null && next.sequence() == row.sequence()) {
      return false;
    }
    keep(id, next);
    return true;
  }

  /** One that gave way while it was open stays among the closed ones. */
  private void keep(OrderId id, OrderRow row) {
    if (row.order().status().isOpen() && !closed.containsKey(id)) {
      open.put(id, row);
      if (open.size() > limits.openOrders()) {
        Map.Entry<OrderId, OrderRow> eldest = open.pollFirstEntry();
        closed.put(eldest.getKey(), eldest.getValue());
      }
    } else {
      open.remove(id);
      closed.put(id, row);
    }
    if (closed.size() >= limits.closedOrders()) {
      writeEldest(closed.size() - closed.size() / 2);
    }
  }

  private void writeEldest(int count) {
    List<OrderRow> eldest = new ArrayList<>(count);
    while (eldest.size() < count) {
      Map.Entry<OrderId, OrderRow> order = closed.pollFirstEntry();
      eldest.add(order.getValue());
      remember(order.getKey(), order.getValue());
    }
    rows.orders(eldest);
    if (days.size() > limits.days()) {
      writeDays(days.size() - limits.days() / 2);
    }
  }

  private void remember(OrderId id, OrderRow row) {
    written.put(id, row.sequence());
    if (written.size() > limits.written()) {
      written.pollFirstEntry();
    }
    OrderPlaced placed = row.order().placed();
    days.computeIfAbsent(
            new DayKey(placed.merchantId(), placed.businessDate()), _ -> new DaySummary())
        .change(null, row);
  }

  private void writeDays(int count) {
    var eldest = new LinkedHashMap<DayKey, DaySummary>();
    while (eldest.size() < count) {
      Map.Entry<DayKey, DaySummary> day = days.pollFirstEntry();
      eldest.put(day.getKey(), day.getValue());
    }
    rows.days(eldest);
  }

  private void writeLate() {
    rows.late(late);
    late.clear();
  }

  /** Writes what is still held, open orders too. */
  public void end() {
    closed.putAll(open);
    open.clear();
    writeEldest(closed.size());
    writeDays(days.size());
    writeLate();
  }
}
