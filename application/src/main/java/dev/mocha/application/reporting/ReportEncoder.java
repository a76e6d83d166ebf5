package dev.mocha.application.reporting;

/** The form in which a first view is sent, to be kept ready for it. */
public interface ReportEncoder {

  /** The orders that a first view shows, where nobody asks for more or fewer. */
  int FIRST_ORDERS = 100;

  /**
   * The document of a first view.
   *
   * @return what the same form sends later with another moment to which the report is complete
   */
  byte[] document(DailyReport report);
}
