package dev.mocha.http.reporting.files;

import dev.mocha.application.reporting.DailyReport.Summary;
import java.util.function.ToLongFunction;

/** The figures of a summary that people read, with what they call them. */
public enum SummaryFigure {
  ORDERS("Orders", false, Summary::orders),
  DELIVERED("Delivered", false, Summary::delivered),
  CANCELLED("Cancelled", false, Summary::cancelled),
  REJECTED("Rejected", false, Summary::rejected),
  IN_PROGRESS("In progress", false, Summary::inProgress),
  ITEMS("Items", false, Summary::items),
  GROSS_SALES("Gross sales", true, Summary::grossSales),
  DISCOUNTS("Discounts", true, Summary::discounts),
  REFUNDS("Refunds", true, Summary::refunds),
  REFUNDS_PROCESSED("Refunds processed", true, Summary::refundsProcessed),
  NET_SALES("Net sales", true, Summary::netSales),
  COMMISSION("Commission", true, Summary::commission),
  NET_PAYOUT("Net payout", true, Summary::netPayout),
  TAXES("Taxes", true, Summary::taxes),
  DELIVERY_FEES("Delivery fees", true, Summary::deliveryFees),
  AVERAGE_ORDER_VALUE("Average order value", true, Summary::averageOrderValue);

  private final String label;
  private final boolean isMoney;
  private final ToLongFunction<Summary> value;

  SummaryFigure(String label, boolean isMoney, ToLongFunction<Summary> value) {
    this.label = label;
    this.isMoney = isMoney;
    this.value = value;
  }

  /** What it is called in files. */
  public String label() {
    return label;
  }

  /** An amount in the minor unit, or else a count. */
  public boolean isMoney() {
    return isMoney;
  }

  /** Its value. */
  public long of(Summary summary) {
    return value.applyAsLong(summary);
  }
}
