package dev.mocha.postgres.databases;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The two databases, under {@code mocha.postgres}.
 *
 * @param orders of the main service; null if no key of it is set
 * @param reports of the report tables; null if no key of it is set
 */
@ConfigurationProperties("mocha.postgres")
public record PostgresProperties(Database orders, Database reports) {

  public PostgresProperties {
    if (orders != null) {
      orders.check("mocha.postgres.orders.");
    }
    if (reports != null) {
      reports.check("mocha.postgres.reports.");
    }
  }

  /**
   * A database.
   *
   * @param url a JDBC URL, {@code jdbc:postgresql://host:port/database}; required
   * @param username required
   * @param password none by default
   * @param poolSize the maximum number of connections of a pool, 2 to 100; 16 by default. The role
   *     {@code reports} opens a second, read-only pool of this size to the reports database
   * @param statementTimeout after which the server ends a statement, 1 s to 60 s; 30 s by default
   * @param idleInTransactionTimeout after which the server ends an idle transaction, 1 s to 60 s;
   *     45 s by default
   * @param transactionTimeout after which the server ends a transaction, 1 s to 60 s; 60 s by
   *     default. It also ends the transaction of an outbox relay that was stopped, so that another
   *     process takes over
   */
  public record Database(
      String url,
      String username,
      @Nullable String password,
      @DefaultValue("16") int poolSize,
      @DefaultValue("30s") Duration statementTimeout,
      @DefaultValue("45s") Duration idleInTransactionTimeout,
      @DefaultValue("60s") Duration transactionTimeout) {

    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);

    private void check(String prefix) {
      require(poolSize >= 2 && poolSize <= 100, prefix + "pool-size must be 2 to 100");
      requireShort(statementTimeout, prefix + "statement-timeout");
      requireShort(idleInTransactionTimeout, prefix + "idle-in-transaction-timeout");
      requireShort(transactionTimeout, prefix + "transaction-timeout");
    }

    /** The URL without its parameters, which may hold a password. */
    String address() {
      return url.replaceFirst("\\?.*", "");
    }

    private static void requireShort(Duration timeout, String key) {
      require(
          timeout.toSeconds() >= 1 && timeout.compareTo(MAX_TIMEOUT) <= 0,
          key + " must be 1s to 60s");
    }

    private static void require(boolean holds, String message) {
      if (!holds) {
        throw new IllegalArgumentException(message);
      }
    }
  }
}
