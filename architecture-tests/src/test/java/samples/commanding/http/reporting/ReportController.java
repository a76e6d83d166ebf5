package samples.commanding.http.reporting;

import samples.commanding.application.ordering.Ordering;
import samples.commanding.domain.OrderCommand;

/** A query that acts. */
final class ReportController {

  void accept(OrderCommand.Accept command) {}

  void send(Ordering ordering) {}
}
