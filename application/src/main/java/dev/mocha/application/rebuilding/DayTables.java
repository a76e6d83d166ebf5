package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;

/** Replaces days and terms of a merchant in a generation while its stream writes to it. */
public interface DayTables {

  /** The offsets of a partition whose records the generation's stream has parked or discarded. */
  Set<Long> parkedOffsets(String generation, LogPartition partition);

  /** Days of a merchant, from the first to the last. */
  record Days(MerchantId merchantId, LocalDate from, LocalDate to) {

    public boolean include(LocalDate date) {
      return !date.isBefore(from) && !date.isAfter(to);
    }
  }

  /**
   * Writes the terms that these events set. Terms of later events stay.
   *
   * @return what differed before
   */
  DayDifferences replaceTerms(
      String generation, MerchantId merchantId, Collection<MerchantChange> changes);

  /** An event of a merchant, with its sequence. */
  record MerchantChange(MerchantEvent event, long sequence) {}

  /**
   * Replaces the orders and the figures of days, in one transaction that blocks the stream in this
   * partition.
   *
   * @return what differed before
   */
  DayDifferences replaceDays(String generation, Days days, LogPartition partition, Orders orders);

  /** Gives the orders of the days. */
  @FunctionalInterface
  interface Orders {

    /**
     * The orders by all records before an offset.
     *
     * @param offset that the stream reads next
     */
    Collection<OrderRow> upTo(long offset, Set<Long> parkedOffsets);
  }
}
