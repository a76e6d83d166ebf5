package dev.mocha.application.reporting;

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
 * What the report tables answer beside the daily report itself. Every question is answered with
 * {@link NotBuilt} while there are none of this version of the code.
 */
public interface ReportQueries extends DailyReports {

  /** Whether there are tables that this version of the code can answer from. */
  boolean areBuilt();

  /**
   * The first view of a day as it was sealed; empty where the day has no seal, where anything that
   * shows in its report has changed since, or where nobody knows the merchant.
   */
  Optional<SealedReport> sealed(MerchantId merchantId, LocalDate date);

  /** Those of these merchants that anybody knows. */
  Map<MerchantId, Merchant> merchants(Set<MerchantId> merchantIds);

  /** A page of the orders of a day; empty where nobody knows the merchant. */
  Optional<OrderPage> orders(MerchantId merchantId, LocalDate date, OrderQuery query);

  /**
   * Hands over a whole day as one snapshot sees it: the report, without orders, and then to what
   * the reader gives for it every order, one after the other, without holding them all.
   *
   * @return false where nobody knows the merchant, and nothing is handed over
   */
  boolean wholeDay(
      MerchantId merchantId, LocalDate date, Function<DailyReport, Consumer<PlacedOrder>> reader);

  /**
   * The summaries of the days from the first to the last; empty where nobody knows the merchant.
   */
  Optional<Range> summaries(MerchantId merchantId, LocalDate from, LocalDate to);

  /** The merchants with most orders on the days from the first to the last, the largest first. */
  List<MerchantSize> largest(LocalDate from, LocalDate to, int most);

  /**
   * How many orders a merchant has.
   *
   * @param busiest the day with most of them, the first such
   * @param ordersThen how many on that day
   */
  record MerchantSize(MerchantId merchantId, long orders, LocalDate busiest, long ordersThen) {}

  /** The days of a range, each with its summary, those without orders too. */
  record Range(
      MerchantId merchantId,
      String merchantName,
      ZoneId timeZone,
      Currency currency,
      LocalDate from,
      LocalDate to,
      List<Day> days) {}

  record Day(LocalDate date, Summary summary) {}

  /** There are no report tables of this version of the code yet: they must be built first. */
  final class NotBuilt extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotBuilt(int version) {
      super("no generation of version %d of the daily report answers yet".formatted(version));
    }
  }
}
