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

/** The report tables that answer now. */
public interface ReportDays {

  /** The next merchants in the order of their ids. */
  List<MerchantId> merchants(@Nullable MerchantId after, int most);

  /** What was committed before this moment is in them, but for events among the dead letters. */
  Instant completeTo();

  /** About how many orders each day has, of those from the first to the last that have any. */
  Map<LocalDate, Long> counts(MerchantId merchantId, LocalDate from, LocalDate to);

  /** The merchant and its days from the first to the last, as they are now. */
  Kept read(MerchantId merchantId, LocalDate from, LocalDate to);

  /**
   * What was read.
   *
   * @param completeTo of the generation that was read
   * @param merchant {@link Merchant#UNREGISTERED} where nobody knows it, or it cannot be read
   * @param days those that can be read
   * @param orders of the days, those that can be read
   * @param refundsAstray days of which refunds stand elsewhere than their orders tell
   */
  record Kept(
      Instant completeTo,
      Merchant merchant,
      Map<LocalDate, DaySummary> days,
      Map<LocalDate, List<OrderRow>> orders,
      Set<LocalDate> refundsAstray) {

    List<OrderRow> of(LocalDate date) {
      return orders.getOrDefault(date, List.of());
    }
  }
}
