package dev.mocha.app.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL server with durable commits and passwords. The library that starts it is made for
 * tests and has neither by default.
 */
final class EmbeddedPostgreSql implements AutoCloseable {

  private static final String ROLE = "mocha";
  private static final String PASSWORD_REQUIRED = "host all all 127.0.0.1/32 scram-sha-256\n";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final EmbeddedPostgres server;
  private final String password;

  private EmbeddedPostgreSql(EmbeddedPostgres server, String password) {
    this.server = server;
    this.password = password;
  }

  /**
   * Starts a server.
   *
   * @param port 0 for a free port
   */
  static EmbeddedPostgreSql start(Path folder, int port) throws IOException {
    Path data = folder.resolve("postgres");
    stopLeftover(data);
    String password = KeptSecret.in(folder.resolve("postgres.password"));
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setPort(port)
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START_TIMEOUT)
            .setConnectConfig("password", password)
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "200")
            .setServerConfig("shared_buffers", "128MB")
            .setServerConfig("max_wal_size", "2GB")
            .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
            .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      secure(server, data, password);
    } catch (SQLException failed) {
      server.close();
      throw new IOException("cannot configure the embedded PostgreSQL in " + data, failed);
    }
    return new EmbeddedPostgreSql(server, password);
  }

  Map<String, String> properties() {
    return Map.of(
        "mocha.postgres.orders.url", url("orders"),
        "mocha.postgres.orders.username", ROLE,
        "mocha.postgres.orders.password", password,
        "mocha.postgres.reports.url", url("reports"),
        "mocha.postgres.reports.username", ROLE,
        "mocha.postgres.reports.password", password);
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  private String url(String database) {
    return "jdbc:postgresql://%s/%s".formatted(address(), database);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Stops the server of a process that was killed. This process holds the folder's lock, so no
   * other process uses that server.
   */
  private static void stopLeftover(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    Optional<ProcessHandle> leftover =
        ProcessHandle.of(pid)
            .filter(it -> it.info().commandLine().orElse("").contains("postgres -D " + data));
    if (leftover.isEmpty()) {
      return;
    }
    leftover.get().destroy();
    try {
      leftover.get().onExit().get(15, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException notStopped) {
      leftover.get().destroyForcibly();
      leftover.get().onExit().join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping a leftover server", interrupted);
    }
  }

  /** Creates roles, passwords and databases. Idempotent, because a start may be interrupted. */
  private static void secure(EmbeddedPostgres server, Path data, String password)
      throws IOException, SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
              CREATE ROLE %1$s LOGIN;
            END IF;
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mocha_reader') THEN
              CREATE ROLE mocha_reader NOLOGIN;
            END IF;
            GRANT mocha_reader TO %1$s;
          END $$
          """
              .formatted(ROLE));
      statement.execute("ALTER ROLE %s PASSWORD '%s'".formatted(ROLE, password));
      statement.execute("ALTER ROLE postgres PASSWORD '%s'".formatted(password));
      for (String database : new String[] {"orders", "reports"}) {
        if (!exists(statement, database)) {
          statement.execute("CREATE DATABASE %s OWNER %s".formatted(database, ROLE));
        }
      }
      Path rules = data.resolve("pg_hba.conf");
      if (!Files.readString(rules).equals(PASSWORD_REQUIRED)) {
        Path next = data.resolve("pg_hba.conf.new");
        Files.writeString(next, PASSWORD_REQUIRED);
        Files.move(next, rules, StandardCopyOption.ATOMIC_MOVE);
        statement.execute("SELECT pg_reload_conf()");
      }
    }
  }

  private static boolean exists(Statement statement, String database) throws SQLException {
    try (var rows =
        statement.executeQuery(
            "SELECT FROM pg_database WHERE datname = '%s'".formatted(database))) {
      return rows.next();
    }
  }
}
