package dev.mocha.application.reporting;

import dev.mocha.application.reporting.DailyReport.Summary;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/**
 * The numbers of a summary in the sequence in which people read them. Files, the page and the
 * command line list them from here. A constant is named after the component of {@link Summary}.
 */
public enum SummaryFigure {
  ORDERS(false, Summary::orders),
  DELIVERED(false, Summary::delivered),
  CANCELLED(false, Summary::cancelled),
  REJECTED(false, Summary::rejected),
  IN_PROGRESS(false, Summary::inProgress),
  ITEMS(false, Summary::items),
  GROSS_SALES(true, Summary::grossSales),
  DISCOUNTS(true, Summary::discounts),
  REFUNDS(true, Summary::refunds),
  REFUNDS_PROCESSED(true, Summary::refundsProcessed),
  NET_SALES(true, Summary::netSales),
  COMMISSION(true, Summary::commission),
  NET_PAYOUT(true, Summary::netPayout),
  TAXES(true, Summary::taxes),
  DELIVERY_FEES(true, Summary::deliveryFees),
  AVERAGE_ORDER_VALUE(true, Summary::averageOrderValue);

  private static final Pattern SEPARATED = Pattern.compile("_(.)");

  private final boolean isMoney;
  private final ToLongFunction<Summary> value;

  SummaryFigure(boolean isMoney, ToLongFunction<Summary> value) {
    this.isMoney = isMoney;
    this.value = value;
  }

  /** An amount in the minor unit; a count otherwise. */
  public boolean isMoney() {
    return isMoney;
  }

  public long of(Summary summary) {
    return value.applyAsLong(summary);
  }

  /** In English, such as {@code Gross sales}. */
  public String label() {
    String words = name().replace('_', ' ').toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** Its field in the JSON of a summary, such as {@code grossSales}. */
  public String field() {
    return SEPARATED
        .matcher(name().toLowerCase(Locale.ROOT))
        .replaceAll(it -> it.group(1).toUpperCase(Locale.ROOT));
  }
}
