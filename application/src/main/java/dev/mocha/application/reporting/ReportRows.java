package dev.mocha.application.reporting;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.PlacedOrder;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The rows that the projection reads and writes, in one transaction. */
public interface ReportRows {

  /** The key of an order. Every key begins with the merchant. */
  record OrderKey(MerchantId merchantId, LocalDate businessDate, OrderId orderId) {}

  /** The key of a day. */
  record DayKey(MerchantId merchantId, LocalDate businessDate) {}

  /**
   * An order as projected.
   *
   * @param sequence of the last event in it
   */
  record OrderRow(PlacedOrder order, long sequence) {

    /** A hash of everything in the row; see {@link DaySummary#checksum()}. */
    long checksum() {
      return OrderChecksum.of(this);
    }
  }

  /** The rows that exist for these orders. */
  Map<OrderId, OrderRow> orders(Set<OrderKey> keys);

  /** The summaries that exist for these days. */
  Map<DayKey, DaySummary> days(Set<DayKey> keys);

  /** Inserts or replaces. */
  void write(Collection<OrderRow> orders, Map<DayKey, DaySummary> days);

  /**
   * Stores the terms of a merchant.
   *
   * @return false when they are stored already
   */
  boolean write(MerchantEvent event, long sequence);

  /** Counts events that were applied. */
  void count(Collection<LogCount> applied);
}
