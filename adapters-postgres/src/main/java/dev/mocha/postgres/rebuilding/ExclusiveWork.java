package dev.mocha.postgres.rebuilding;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Work that one process does at a time, held by a lock of a session: a process that dies lets go of
 * it.
 */
public final class ExclusiveWork {

  private final DataSource reports;

  public ExclusiveWork(DataSource reports) {
    this.reports = reports;
  }

  /**
   * Does it unless another process is at it.
   *
   * @return whether it was done
   */
  boolean run(Runnable work) {
    Connection connection = DataSourceUtils.getConnection(reports);
    try (Statement statement = connection.createStatement()) {
      try (var locked =
          statement.executeQuery("SELECT pg_try_advisory_lock(hashtext('mocha rebuilds'))")) {
        locked.next();
        if (!locked.getBoolean(1)) {
          return false;
        }
      }
      try {
        work.run();
      } finally {
        statement.execute("SELECT pg_advisory_unlock(hashtext('mocha rebuilds'))");
      }
      return true;
    } catch (SQLException away) {
      throw new IllegalStateException("the reports database is away", away);
    } finally {
      DataSourceUtils.releaseConnection(connection, reports);
    }
  }
}
