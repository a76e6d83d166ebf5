package dev.mocha.postgres.switching;

import static dev.mocha.postgres.databases.Pool.Name.ORDERS;
import static dev.mocha.postgres.databases.Pool.Name.SWITCH;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mocha.application.process.Role;
import dev.mocha.application.reporting.DailyReports;
import dev.mocha.application.switching.Mismatches;
import dev.mocha.application.switching.SwitchStates;
import dev.mocha.postgres.databases.Pool;
import dev.mocha.postgres.databases.Pools;
import dev.mocha.postgres.databases.PostgresProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The switch, and the main service's own report. The switch has connections of its own, so a
 * rollback never queues behind slow reports that hold all others.
 */
@Configuration(proxyBeanMethods = false)
@Profile(Role.ORDERS)
public class SwitchingConfiguration {

  /** One follows the state, one records statistics, one answers operators. */
  private static final int CONNECTIONS = 3;

  /** A connection that is dead, or that waits, holds up a rollback no longer than this. */
  private static final int SOCKET_TIMEOUT_SECONDS = 3;

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);

  /** After the pool of the same database, which migrates it first. */
  @Bean
  @Pool(SWITCH)
  HikariDataSource switchDataSource(
      PostgresProperties properties, MeterRegistry meters, @Pool(ORDERS) DataSource migrated) {
    HikariConfig config = Pools.live(properties.orders(), "switch", meters);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    config.setValidationTimeout(CONNECTION_TIMEOUT.dividedBy(2).toMillis());
    config.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
    return new HikariDataSource(config);
  }

  @Bean
  SwitchStates switchStates(@Pool(SWITCH) DataSource database) {
    return new SwitchTables(
        JdbcClient.create(database),
        new TransactionTemplate(new JdbcTransactionManager(database)),
        UUID.randomUUID().toString());
  }

  @Bean
  Mismatches mismatches(@Pool(SWITCH) DataSource database) {
    return new MismatchTable(JdbcClient.create(database));
  }

  @Bean
  DailyReports operationalDailyReports(@Pool(ORDERS) DataSource orders) {
    return new OperationalDailyReports(JdbcClient.create(orders));
  }
}
