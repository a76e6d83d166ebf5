package dev.mocha.postgres.databases;

import static dev.mocha.postgres.databases.Pool.Name.ORDERS;
import static dev.mocha.postgres.databases.Pool.Name.REPORTS;

import com.zaxxer.hikari.HikariDataSource;
import dev.mocha.application.failures.StartFailure;
import dev.mocha.application.process.Role;
import dev.mocha.postgres.databases.PostgresProperties.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The pools of the two databases. Each database is migrated before its first pool opens. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PostgresProperties.class)
public class DatabasesConfiguration {

  /** Migrates outside the pool, whose statement timeout is too short for a migration. */
  private static HikariDataSource open(Database database, String name, MeterRegistry meters) {
    requireConnection(database, name);
    Flyway.configure()
        .dataSource(database.url(), database.username(), database.password())
        .locations("classpath:db/" + name)
        .load()
        .migrate();
    return new HikariDataSource(Pools.live(database, name, meters));
  }

  private static void requireConnection(Database database, String name) {
    try {
      DriverManager.getConnection(database.url(), database.username(), database.password()).close();
    } catch (SQLException failed) {
      String address = database.address();
      throw new StartFailure(
          "cannot connect to the database %1$s at %2$s as %3$s: %4$s; see mocha.postgres.%1$s.url, username and password"
              .formatted(
                  name,
                  address,
                  database.username(),
                  String.valueOf(failed.getMessage())
                      .replace(database.url(), address)
                      .replaceFirst("\\.$", "")),
          failed);
    }
  }

  @Bean
  @Pool(ORDERS)
  @Profile(Role.ORDERS)
  HikariDataSource ordersDataSource(PostgresProperties properties, MeterRegistry meters) {
    return open(properties.orders(), "orders", meters);
  }

  @Bean
  @Pool(ORDERS)
  @Profile(Role.ORDERS)
  JdbcTransactionManager ordersTransactions(@Pool(ORDERS) DataSource orders) {
    return new JdbcTransactionManager(orders);
  }

  @Bean
  @Pool(REPORTS)
  @Profile({Role.CONSUMER, Role.REPORTS})
  HikariDataSource reportsDataSource(PostgresProperties properties, MeterRegistry meters) {
    return open(properties.reports(), "reports", meters);
  }

  @Bean
  @Pool(REPORTS)
  @Profile({Role.CONSUMER, Role.REPORTS})
  JdbcTransactionManager reportsTransactions(@Pool(REPORTS) DataSource reports) {
    return new JdbcTransactionManager(reports);
  }
}
