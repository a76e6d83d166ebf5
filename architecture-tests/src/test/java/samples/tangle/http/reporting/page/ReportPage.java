package samples.tangle.http.reporting.page;

import samples.tangle.http.Paths;

/** Knows what stands above it. */
public final class ReportPage {

  void link(Paths paths) {}
}
