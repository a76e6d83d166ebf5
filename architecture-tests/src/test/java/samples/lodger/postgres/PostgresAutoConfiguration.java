package samples.lodger.postgres;

/** The door. */
public final class PostgresAutoConfiguration {}
