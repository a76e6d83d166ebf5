package samples.doors.postgres.reporting;

/** Public for the door only. */
public final class LiveReports {}
