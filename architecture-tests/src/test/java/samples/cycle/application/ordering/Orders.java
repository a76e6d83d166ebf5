package samples.cycle.application.ordering;

import samples.cycle.application.reporting.Reports;

/** Knows the reports that know it. */
public final class Orders {

  void report(Reports reports) {}
}
