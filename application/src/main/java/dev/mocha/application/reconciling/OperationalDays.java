package dev.mocha.application.reconciling;

import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The main service's own tables, from which the old report is computed. */
public interface OperationalDays {

  /** The next merchants in the order of their ids. */
  List<MerchantId> merchants(@Nullable MerchantId after, int most);

  /** How many orders each day has, of those from the first to the last that have any. */
  Map<LocalDate, Long> counts(MerchantId merchantId, LocalDate from, LocalDate to);

  /** The merchant and its orders of the days from the first to the last, as they are now. */
  Told read(MerchantId merchantId, LocalDate from, LocalDate to);

  /**
   * What was read.
   *
   * @param by everything in it was committed before this moment, by the clock of the database
   * @param merchant {@link Merchant#UNREGISTERED} where nobody knows it, or it cannot be read
   * @param orders of the days that have any, those that can be read, by their ids
   */
  record Told(Instant by, Merchant merchant, Map<LocalDate, List<OrderRow>> orders) {

    long count() {
      return orders.values().stream().mapToLong(List::size).sum();
    }

    List<OrderRow> of(LocalDate date) {
      return orders.getOrDefault(date, List.of());
    }
  }
}
