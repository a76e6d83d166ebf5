package dev.mocha.application.reporting;

import dev.mocha.application.failures.Unavailable;
import dev.mocha.application.reporting.DailyReport.OrderPage;
import dev.mocha.application.reporting.DailyReport.Summary;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.PlacedOrder;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The queries that the report tables answer. Every query throws {@link NotBuilt} while no
 * generation of this version of the code is live.
 */
public interface ReportQueries extends DailyReports {

  /** Whether a generation of this version of the code is live. */
  boolean areBuilt();

  /**
   * The first view of a sealed day; empty for an unknown merchant, for a day that is not sealed,
   * and for a day of which anything in the report has changed since.
   */
  Optional<SealedReport> sealed(MerchantId merchantId, LocalDate date);

  /** Those of these merchants that are known. */
  Map<MerchantId, Merchant> merchants(Set<MerchantId> merchantIds);

  /** A page of a day's orders; empty for an unknown merchant. */
  Optional<OrderPage> orders(MerchantId merchantId, LocalDate date, OrderQuery query);

  /**
   * Reads a whole day in one snapshot: first the report without orders, then every order, one at a
   * time.
   *
   * @param reader takes the report and returns the consumer of the orders
   * @return false for an unknown merchant; the reader is not called then
   */
  boolean wholeDay(
      MerchantId merchantId, LocalDate date, Function<DailyReport, Consumer<PlacedOrder>> reader);

  /** The summaries of the days from the first to the last; empty for an unknown merchant. */
  Optional<Range> summaries(MerchantId merchantId, LocalDate from, LocalDate to);

  /** The merchants with the most orders in these days, largest first. */
  List<MerchantSize> largest(LocalDate from, LocalDate to, int most);

  /**
   * The number of orders of a merchant.
   *
   * @param busiest the day with the most orders, the first such day
   * @param ordersOnBusiestDate the number of orders on that day
   */
  record MerchantSize(
      MerchantId merchantId, long orders, LocalDate busiest, long ordersOnBusiestDate) {}

  /** The summary of each day of a range, also of days without orders. */
  record Range(
      MerchantId merchantId,
      String merchantName,
      ZoneId timeZone,
      Currency currency,
      LocalDate from,
      LocalDate to,
      List<Day> days) {}

  record Day(LocalDate date, Summary summary) {}

  /** No generation of this version of the code is live yet; it must be built first. */
  final class NotBuilt extends Unavailable {
    private static final long serialVersionUID = 1;

    public NotBuilt(int version) {
      super(
          "no generation of version %d of the daily report is live yet; rebuild it and promote it"
              .formatted(version),
          null,
          5);
    }
  }
}
