package dev.mocha.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mocha.application.switching.Mismatches;
import dev.mocha.application.switching.SwitchStates;
import dev.mocha.postgres.switching.MismatchTable;
import dev.mocha.postgres.switching.SwitchTables;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The switch, where the role {@code orders} is on. Its connections are its own: the way back must
 * not queue behind old reports that take all others.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "mocha.roles.orders", matchIfMissing = true)
class SwitchConfiguration {

  /** The state is followed, evidence is told, and somebody looks. */
  private static final int CONNECTIONS = 3;

  /** A connection that is dead, or that waits, must not hold up the way back for longer. */
  private static final int SECONDS_OF_A_STATEMENT = 3;

  private static final Duration A_CONNECTION = Duration.ofSeconds(2);

  /** Comes after the pool that brings the tables up to date. */
  @Bean
  @DependsOn("ordersDataSource")
  HikariDataSource switchDataSource(PostgresProperties properties, MeterRegistry meters) {
    HikariConfig config = PostgresAutoConfiguration.pooled(properties.orders(), "switch", meters);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(A_CONNECTION.toMillis());
    config.setValidationTimeout(A_CONNECTION.dividedBy(2).toMillis());
    config.addDataSourceProperty("socketTimeout", SECONDS_OF_A_STATEMENT);
    return new HikariDataSource(config);
  }

  @Bean
  SwitchStates switchStates(@Qualifier("switchDataSource") DataSource switchDataSource) {
    return new SwitchTables(
        JdbcClient.create(switchDataSource),
        new TransactionTemplate(new JdbcTransactionManager(switchDataSource)),
        UUID.randomUUID().toString());
  }

  @Bean
  Mismatches mismatches(@Qualifier("switchDataSource") DataSource switchDataSource) {
    return new MismatchTable(JdbcClient.create(switchDataSource));
  }
}
