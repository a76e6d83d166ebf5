package dev.mocha.postgres.benchmarking;

import static dev.mocha.postgres.databases.Pool.Name.ORDERS;
import static dev.mocha.postgres.databases.Pool.Name.REPORTS;

import dev.mocha.application.benchmarking.MeasuredDatabase;
import dev.mocha.application.process.Role;
import dev.mocha.postgres.databases.Pool;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The usage of each database that this process uses. */
@Configuration(proxyBeanMethods = false)
public class BenchmarkingConfiguration {

  @Bean
  @Profile(Role.ORDERS)
  MeasuredDatabase ordersMeasured(@Pool(ORDERS) DataSource orders) {
    return new DatabaseStatistics("orders", JdbcClient.create(orders));
  }

  @Bean
  @Profile({Role.CONSUMER, Role.REPORTS})
  MeasuredDatabase reportsMeasured(@Pool(REPORTS) DataSource reports) {
    return new DatabaseStatistics("reports", JdbcClient.create(reports));
  }
}
