package dev.mocha.application.reconciling;

import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The report tables of the live generation. */
public interface ReportDays {

  /** The next merchants in the order of their ids. */
  List<MerchantId> merchants(@Nullable MerchantId after, int limit);

  /** The tables hold every event committed before this time, except those in dead letters. */
  Instant completeTo();

  /** The approximate number of orders of each day that has any. */
  Map<LocalDate, Long> counts(MerchantId merchantId, LocalDate from, LocalDate to);

  /** Reads the merchant and these days as they are now. */
  ReportSnapshot read(MerchantId merchantId, LocalDate from, LocalDate to);

  /**
   * The report's side of some days.
   *
   * @param completeTo of the generation that was read
   * @param merchant {@link Merchant#UNREGISTERED} where it is unknown or cannot be read
   * @param days without those that cannot be read
   * @param orders by day, without those that cannot be read
   * @param wrongRefunds days whose rows in the table of refunds do not match their orders
   */
  record ReportSnapshot(
      Instant completeTo,
      Merchant merchant,
      Map<LocalDate, DaySummary> days,
      Map<LocalDate, List<OrderRow>> orders,
      Set<LocalDate> wrongRefunds) {

    List<OrderRow> ordersOf(LocalDate date) {
      return orders.getOrDefault(date, List.of());
    }
  }
}
