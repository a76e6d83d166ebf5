package samples.tangle.http;

import samples.tangle.http.reporting.page.ReportPage;

/** In a root package, and knows a package deep below it that knows it. */
public final class Paths {

  void lead(ReportPage page) {}
}
