package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.Verification.Findings;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;

/** Single days of a generation that serves and is written meanwhile, and merchants' terms. */
public interface DayTables {

  /** The positions of a partition that the stream of the generation has put aside. */
  Set<Long> aside(String generation, LogPartition partition);

  /**
   * Some days of a merchant.
   *
   * @param from the first of them
   * @param to the last of them
   */
  record Days(MerchantId merchantId, LocalDate from, LocalDate to) {

    /** Whether the day is among them. */
    public boolean include(LocalDate date) {
      return !date.isBefore(from) && !date.isAfter(to);
    }
  }

  /**
   * Writes the terms of a merchant as these events say. Terms by later events stay.
   *
   * @return what was different before
   */
  Findings replace(String generation, MerchantId merchantId, Collection<MerchantChange> changes);

  /**
   * An event of a merchant.
   *
   * @param sequence its place among those of the merchant
   */
  record MerchantChange(MerchantEvent event, long sequence) {}

  /**
   * Replaces the orders and the figures of these days, in one transaction in which the stream does
   * not move in the partition.
   *
   * @return what was different before
   */
  Findings replace(String generation, Days days, LogPartition partition, Orders orders);

  /** What the orders of the days are. */
  @FunctionalInterface
  interface Orders {

    /**
     * The orders after everything before a position.
     *
     * @param position that the stream has read the partition to
     * @param aside the positions that the stream has put aside
     */
    Collection<OrderRow> upTo(long position, Set<Long> aside);
  }
}
