package samples.reading.application.ordering;

import samples.reading.application.reporting.DailyReport;

/** Decides by a projection, which may be late. */
final class Ordering {

  void decide(DailyReport report) {}
}
