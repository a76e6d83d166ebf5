package dev.mocha.application.reporting;

/** Encodes the first view of a day, so that it can be stored and sent later. */
public interface ReportEncoder {

  /** The number of orders in a first view. */
  int FIRST_ORDERS = 100;

  /**
   * Encodes a report.
   *
   * @return a document that is sent later with another value of {@code completeTo}
   */
  byte[] document(DailyReport report);
}
