package samples.shortcut.postgres.reporting;

import samples.shortcut.postgres.switching.PrimaryReport;

/** Answers from the main service's tables. */
final class ReportQueries {

  void answerFrom(PrimaryReport primary) {}
}
