package dev.mocha.postgres.streaming;

import dev.mocha.application.streaming.StreamOffsets.Unavailable;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.transaction.TransactionException;

/**
 * Tells failures of the database from failures of what was to be written. Source of the classes:
 * PostgreSQL manual, appendix "Error Codes".
 */
final class Availability {

  /**
   * Connection, transaction ended or rolled back by the server, resources, prerequisites such as
   * locks, operator intervention, system; and a database that is not as it must be: access, catalog
   * and schema names, tables and columns, internal errors.
   */
  private static final Set<String> ENVIRONMENT =
      Set.of("08", "25", "28", "3D", "3F", "40", "42", "53", "55", "57", "58", "XX");

  private Availability() {}

  /** The result; {@link Unavailable} in place of an exception that is not about the work itself. */
  static <T> T of(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException failed) {
      if (isEnvironment(failed)) {
        throw new Unavailable(failed);
      }
      throw failed;
    }
  }

  /** Runs it, with the same exceptions. */
  static void run(Runnable work) {
    of(
        () -> {
          work.run();
          return work;
        });
  }

  static boolean isEnvironment(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof TransactionException
          || cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && ENVIRONMENT.contains(sql.getSQLState().substring(0, 2))) {
        return true;
      }
    }
    return false;
  }
}
