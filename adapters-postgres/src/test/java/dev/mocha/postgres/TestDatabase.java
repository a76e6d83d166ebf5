package dev.mocha.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.postgres.reporting.FirstGeneration;
import dev.mocha.postgres.reporting.GenerationSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A database of its own for one test, on a PostgreSQL server that all tests of a process share. */
public final class TestDatabase implements AutoCloseable {

  /** The schema of the report tables. */
  public static final String GENERATION = "report_g1";

  private static final EmbeddedPostgres SERVER = start();
  private static final String ORDERS = template("orders");
  private static final String REPORTS = template("reports");
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name;
  private final HikariDataSource pool;
  private final JdbcTransactionManager transactions;

  private TestDatabase(String template) {
    this.name = "test_" + NUMBER.incrementAndGet();
    execute("CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY".formatted(name, template));
    var config = new HikariConfig();
    config.setDataSource(SERVER.getDatabase("postgres", name));
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
    this.pool = new HikariDataSource(config);
    this.transactions = new JdbcTransactionManager(pool);
  }

  /** The event store and the operational tables, empty. */
  public static TestDatabase ofOrders() {
    return new TestDatabase(ORDERS);
  }

  /** The first generation of the report tables, empty. */
  public static TestDatabase ofReports() {
    return new TestDatabase(REPORTS);
  }

  /** Nothing at all. */
  public static TestDatabase empty() {
    return new TestDatabase("template0");
  }

  /** As many statements as these wait for a lock. */
  public void awaitWaiting(int statements) {
    Awaitility.await()
        .until(
            () ->
                jdbc()
                        .sql(
                            """
                            SELECT count(*) FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event_type = 'Lock'
                            """)
                        .query(Integer.class)
                        .single()
                    == statements);
  }

  /** Connections as reports are read by, to be closed with the database. */
  public HikariDataSource readers() {
    var config = new HikariConfig();
    config.setDataSource(SERVER.getDatabase("postgres", name));
    config.setMinimumIdle(0);
    config.setConnectionInitSql("SET ROLE mocha_reader");
    return new HikariDataSource(config);
  }

  public DataSource dataSource() {
    return pool;
  }

  /**
   * Migrates an empty or older database.
   *
   * @param migrations {@code orders} or {@code reports}
   * @param target the last version, or {@code latest}
   */
  public void migrate(String migrations, String target) {
    migrate(pool, migrations, target);
  }

  private static void migrate(DataSource database, String migrations, String target) {
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/" + migrations)
        .target(target)
        .load()
        .migrate();
  }

  /** Connections that are not pooled. */
  public DataSource server() {
    return SERVER.getDatabase("postgres", name);
  }

  public JdbcClient jdbc() {
    return JdbcClient.create(pool);
  }

  public JdbcTransactionManager transactionManager() {
    return transactions;
  }

  public TransactionTemplate transaction() {
    return new TransactionTemplate(transactions);
  }

  /** Read-only transactions that see one state of the database. */
  public TransactionTemplate snapshot() {
    var snapshot = transaction();
    snapshot.setReadOnly(true);
    snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    return snapshot;
  }

  public long count(String table) {
    return jdbc().sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  /** Drops the database: hundreds of them take the server a minute to stop and to delete. */
  @Override
  public void close() {
    pool.close();
    execute("DROP DATABASE %s WITH (FORCE)".formatted(name));
  }

  /** Without what only durability needs: to copy a template is most of what a small test costs. */
  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setPGStartupWait(Duration.ofSeconds(60))
          .setServerConfig("wal_level", "minimal")
          .setServerConfig("max_wal_senders", "0")
          .setServerConfig("full_page_writes", "off")
          .setServerConfig("autovacuum", "off")
          .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String template(String migrations) {
    String name = "template_of_" + migrations;
    execute("CREATE DATABASE " + name);
    DataSource database = SERVER.getDatabase("postgres", name);
    migrate(database, migrations, "latest");
    if (migrations.equals("reports")) {
      var transaction = new TransactionTemplate(new JdbcTransactionManager(database));
      new FirstGeneration(
              JdbcClient.create(database), transaction, new GenerationSchema(database, transaction))
          .prepare(DailyReportProjection.VERSION);
    }
    return name;
  }

  private static void execute(String sql) {
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
