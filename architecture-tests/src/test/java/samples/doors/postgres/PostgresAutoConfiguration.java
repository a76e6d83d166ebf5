package samples.doors.postgres;

/** The door. */
public final class PostgresAutoConfiguration {}
