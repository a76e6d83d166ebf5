package dev.mocha.postgres.rebuilding;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Work that one process does at a time, held by a lock of a session: a process that dies lets go of
 * it.
 */
public final class ExclusiveWork {

  private final DataSource reports;
  private final String name;

  /**
   * @param name of the work
   */
  public ExclusiveWork(DataSource reports, String name) {
    this.reports = reports;
    this.name = name;
  }

  /**
   * Does it unless another process is at it.
   *
   * @return whether it was done
   */
  public boolean run(Runnable work) {
    Connection connection = DataSourceUtils.getConnection(reports);
    try {
      if (!ask(connection, "SELECT pg_try_advisory_lock(hashtext(?))")) {
        return false;
      }
      try {
        work.run();
      } finally {
        ask(connection, "SELECT pg_advisory_unlock(hashtext(?))");
      }
      return true;
    } catch (SQLException away) {
      throw new IllegalStateException("the reports database is away", away);
    } finally {
      DataSourceUtils.releaseConnection(connection, reports);
    }
  }

  private boolean ask(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet answer = statement.executeQuery()) {
        answer.next();
        return answer.getBoolean(1);
      }
    }
  }
}
