package samples.doors.app;

import samples.doors.postgres.PostgresAutoConfiguration;
import samples.doors.postgres.reporting.LiveReports;

/** Comes in by the door, and by the window. */
final class Main {

  void open(PostgresAutoConfiguration door) {}

  void climbInto(LiveReports window) {}
}
