package dev.mocha.application.reconciling;

import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The main service's own tables, from which it computes the primary report. */
public interface OperationalDays {

  /** The next merchants in the order of their ids. */
  List<MerchantId> merchants(@Nullable MerchantId after, int limit);

  /** The number of orders of each day that has any. */
  Map<LocalDate, Long> counts(MerchantId merchantId, LocalDate from, LocalDate to);

  /** Reads the merchant and its orders of these days as they are now. */
  OperationalSnapshot read(MerchantId merchantId, LocalDate from, LocalDate to);

  /**
   * The operational side of some days.
   *
   * @param committedBefore everything in it was committed before this time, by the clock of the
   *     database
   * @param merchant {@link Merchant#UNREGISTERED} where it is unknown or cannot be read
   * @param orders by day, in the order of their ids; without orders that cannot be read
   */
  record OperationalSnapshot(
      Instant committedBefore, Merchant merchant, Map<LocalDate, List<OrderRow>> orders) {

    long orderCount() {
      return orders.values().stream().mapToLong(List::size).sum();
    }

    List<OrderRow> ordersOf(LocalDate date) {
      return orders.getOrDefault(date, List.of());
    }
  }
}
