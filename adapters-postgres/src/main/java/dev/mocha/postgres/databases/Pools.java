package dev.mocha.postgres.databases;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mocha.postgres.databases.PostgresProperties.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Creates connection pools and transactions. */
public final class Pools {

  /**
   * Enough for a rebuild: one for the job, two for each loading thread, one for the verification.
   */
  private static final int BACKGROUND_CONNECTIONS = 20;

  private Pools() {}

  /** A pool for live traffic, with meters and with limits on statements and transactions. */
  public static HikariConfig live(Database database, String name, MeterRegistry meters) {
    HikariConfig config = config(database, name);
    config.setMaximumPoolSize(database.poolSize());
    config.setMetricRegistry(meters);
    config.addDataSourceProperty("socketTimeout", 90);
    config.addDataSourceProperty(
        "options",
        String.format(
            Locale.ROOT,
            "-c statement_timeout=%d -c idle_in_transaction_session_timeout=%d -c"
                + " transaction_timeout=%d -c TimeZone=UTC",
            database.statementTimeout().toMillis(),
            database.idleInTransactionTimeout().toMillis(),
            database.transactionTimeout().toMillis()));
    return config;
  }

  /**
   * A pool for background work. It holds no idle connections, and its statements have no timeout.
   *
   * @param options of PostgreSQL for each session, such as {@code -c jit=off}
   */
  public static HikariDataSource background(Database database, String name, String options) {
    HikariConfig config = config(database, name);
    config.setMaximumPoolSize(BACKGROUND_CONNECTIONS);
    config.setMinimumIdle(0);
    config.addDataSourceProperty("options", options + " -c TimeZone=UTC");
    return new HikariDataSource(config);
  }

  private static HikariConfig config(Database database, String name) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(database.url());
    config.setUsername(database.username());
    config.setPassword(database.password());
    config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
    config.addDataSourceProperty("ApplicationName", "mocha-" + name);
    config.addDataSourceProperty("tcpKeepAlive", true);
    // The detail of an error holds values of rows, which must not reach logs or dead letters.
    config.addDataSourceProperty("logServerErrorDetail", false);
    return config;
  }

  /** Read-only transactions on one snapshot of the database. */
  public static TransactionTemplate snapshot(JdbcTransactionManager transactions) {
    var snapshot = new TransactionTemplate(transactions);
    snapshot.setReadOnly(true);
    snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    return snapshot;
  }
}
