package dev.mocha.postgres.rebuilding;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Work that one process does at a time, under a PostgreSQL advisory lock of a session: the server
 * releases it when the process dies.
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
   * Runs the work unless another process does.
   *
   * @return whether it ran
   */
  public boolean run(Runnable work) {
    Connection connection = DataSourceUtils.getConnection(reports);
    try {
      if (!query(connection, "SELECT pg_try_advisory_lock(hashtext(?))")) {
        return false;
      }
      try {
        work.run();
      } finally {
        query(connection, "SELECT pg_advisory_unlock(hashtext(?))");
      }
      return true;
    } catch (SQLException unavailable) {
      throw new IllegalStateException("the reports database does not answer", unavailable);
    } finally {
      DataSourceUtils.releaseConnection(connection, reports);
    }
  }

  private boolean query(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getBoolean(1);
      }
    }
  }
}
