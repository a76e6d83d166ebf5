package dev.mocha.postgres.streaming;

import dev.mocha.application.streaming.StreamOffsets.DatabaseUnavailable;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.transaction.TransactionException;

/**
 * Distinguishes failures of the database from invalid rows. Source: PostgreSQL manual, appendix
 * "Error Codes".
 */
final class Availability {

  /**
   * Classes of connections, transactions ended by the server, resources, locks, operator
   * intervention and system errors; and of a database set up wrongly: access, names of databases,
   * schemas, tables and columns, internal errors.
   */
  private static final Set<String> ENVIRONMENT =
      Set.of("08", "25", "28", "3D", "3F", "40", "42", "53", "55", "57", "58", "XX");

  private Availability() {}

  /**
   * Returns the result of the work.
   *
   * @throws DatabaseUnavailable in place of a failure of the database
   */
  static <T> T of(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException failed) {
      if (isEnvironment(failed)) {
        throw new DatabaseUnavailable(failed);
      }
      throw failed;
    }
  }

  /** Like {@link #of}, without a result. */
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
