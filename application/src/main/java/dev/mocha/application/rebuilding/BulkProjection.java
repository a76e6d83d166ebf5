package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.rebuilding.BulkTables.Loading;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.OrderFold;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Projects one part of the history, from its first event. Its memory is bounded, whatever the size
 * of the history: it writes an order once, some time after the order is closed, because a refund
 * often follows; it writes a day once orders of enough other days have been written. An event of an
 * order that is already written is a late event, which is projected after all parts are loaded.
 */
public final class BulkProjection implements EventHistory.Handler {

  private static final int COUNTS_PER_WRITE = 20_000;

  /**
   * How much is held in memory.
   *
   * @param openOrders orders that are not closed
   * @param closedOrders closed orders that are not written; half of them are written at a time
   * @param writtenOrders written orders whose last sequence is remembered
   * @param days days that are not written
   */
  public record Limits(int openOrders, int closedOrders, int writtenOrders, int days) {

    /** About 100 MB of heap for each loading thread. */
    public static final Limits DEFAULT = new Limits(30_000, 8_000, 100_000, 5_000);
  }

  private final Loading loading;
  private final Limits limits;
  private final LongConsumer onRead;
  private final LinkedHashMap<OrderId, OrderRow> open = new LinkedHashMap<>();
  private final LinkedHashMap<OrderId, OrderRow> closed = new LinkedHashMap<>();
  private final LinkedHashMap<OrderId, Long> written = new LinkedHashMap<>();
  private final LinkedHashMap<DayKey, DaySummary> days = new LinkedHashMap<>();
  private final List<Sequenced> late = new ArrayList<>();
  private final List<LogCount> applied = new ArrayList<>();
  private final List<LogCount> published = new ArrayList<>();
  private @Nullable Instant completeTo;

  /**
   * @param onRead receives the number of entries that were read since its last call
   */
  public BulkProjection(Loading loading, Limits limits, LongConsumer onRead) {
    this.loading = loading;
    this.limits = limits;
    this.onRead = onRead;
  }

  /**
   * Applies an event to the row of its order.
   *
   * @param row null before the first event
   * @return the row with the event in it; the same row when it contains the event already
   * @throws IrregularHistory when the event's predecessor is missing, or the order cannot have it
   */
  static OrderRow fold(@Nullable OrderRow row, OrderEvent event, long sequence) {
    try {
      return switch (OrderFold.next(row, event, sequence)) {
        case OrderFold.Applied(OrderRow next) -> next;
        case OrderFold.AlreadyApplied _ when row != null -> row;
        case OrderFold.AlreadyApplied _ ->
            throw new IllegalStateException("negative sequence " + sequence);
        case OrderFold.MissingPredecessor(long expected) ->
            throw new IrregularHistory(
                "order %s: event %d is missing".formatted(event.orderId().value(), expected));
      };
    } catch (IllegalStateException impossible) {
      throw new IrregularHistory(
          "order %s: event %d is impossible: %s"
              .formatted(event.orderId().value(), sequence, impossible.getMessage()),
          impossible);
    }
  }

  @Override
  public void order(OrderEvent event, long sequence, @Nullable LogCount counted) {
    OrderId id = event.orderId();
    OrderRow row = open.get(id);
    if (row == null) {
      row = closed.get(id);
    }
    if (row == null) {
      Long last = written.get(id);
      if (last != null && sequence <= last) {
        return;
      }
      if (last != null || sequence > 0) {
        late.add(new Sequenced(event, sequence, counted));
        if (late.size() >= limits.closedOrders()) {
          writeLate();
        }
        return;
      }
    }
    OrderRow next = fold(row, event, sequence);
    if (row == null || next.sequence() > row.sequence()) {
      keep(id, next);
      count(counted);
    }
  }

  /** An order that was evicted from the open orders stays among the closed ones. */
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
    loading.orders(eldest);
    if (days.size() > limits.days()) {
      writeDays(days.size() - limits.days() / 2);
    }
  }

  private void remember(OrderId id, OrderRow row) {
    written.put(id, row.sequence());
    if (written.size() > limits.writtenOrders()) {
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
    loading.days(eldest);
  }

  private void writeLate() {
    loading.late(late);
    late.clear();
  }

  @Override
  public void merchant(MerchantEvent event, long sequence, @Nullable LogCount counted) {
    if (loading.merchant(event, sequence)) {
      count(counted);
    }
  }

  private void count(@Nullable LogCount counted) {
    if (counted == null) {
      return;
    }
    applied.add(counted);
    if (applied.size() >= COUNTS_PER_WRITE) {
      writeCounts();
    }
  }

  private void writeCounts() {
    loading.count(LogCount.sum(applied));
    applied.clear();
  }

  @Override
  public void watermark(Instant at, List<LogCount> counts) {
    completeTo = at;
    published.addAll(counts);
    if (published.size() >= COUNTS_PER_WRITE) {
      writeWatermark();
    }
  }

  private void writeWatermark() {
    if (completeTo != null) {
      loading.watermark(completeTo, published);
    }
    published.clear();
  }

  @Override
  public void read(long entries) {
    onRead.accept(entries);
  }

  /** Writes what is still in memory, open orders included. */
  public void end() {
    closed.putAll(open);
    open.clear();
    writeEldest(closed.size());
    writeDays(days.size());
    writeLate();
    writeCounts();
    writeWatermark();
  }
}
