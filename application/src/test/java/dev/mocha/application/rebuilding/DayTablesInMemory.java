package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tables whose stream advances, and parks records, between the first read and the lock. */
public final class DayTablesInMemory implements DayTables {

  Set<Long> parkedOffsets = Set.of();
  Set<Long> parkedWhenLocked = Set.of();
  long lockedAt;
  Collection<OrderRow> replacedOrders = List.of();
  Collection<MerchantChange> replacedTerms = List.of();
  private DayDifferences differences = DayDifferences.NONE;
  private @Nullable Days replacedDays;

  /** Forgets everything. */
  public void clear() {
    differences = DayDifferences.NONE;
    replacedDays = null;
  }

  /** The days that are replaced differed by this. */
  public void differ(DayDifferences by) {
    differences = by;
  }

  /** The days that were replaced last; null for none. */
  public @Nullable Days replacedDays() {
    return replacedDays;
  }

  @Override
  public Set<Long> parkedOffsets(String generation, LogPartition partition) {
    return parkedOffsets;
  }

  @Override
  public DayDifferences replaceTerms(
      String generation, MerchantId merchantId, Collection<MerchantChange> changes) {
    replacedTerms = changes;
    return DayDifferences.NONE;
  }

  @Override
  public DayDifferences replaceDays(
      String generation, Days days, LogPartition partition, Orders orders) {
    parkedOffsets = parkedWhenLocked;
    replacedOrders = List.copyOf(orders.upTo(lockedAt, parkedOffsets));
    replacedDays = days;
    return differences;
  }
}
