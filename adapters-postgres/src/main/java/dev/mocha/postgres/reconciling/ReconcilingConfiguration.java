package dev.mocha.postgres.reconciling;

import static dev.mocha.postgres.databases.Pool.Name.EVENT_STORE;
import static dev.mocha.postgres.databases.Pool.Name.REBUILD;
import static dev.mocha.postgres.databases.Pool.Name.REPORTS;

import dev.mocha.application.process.Role;
import dev.mocha.application.reconciling.OperationalDays;
import dev.mocha.application.reconciling.ReconciliationRuns;
import dev.mocha.application.reconciling.ReportDays;
import dev.mocha.postgres.databases.Pool;
import dev.mocha.postgres.rebuilding.ExclusiveWork;
import dev.mocha.postgres.reporting.LiveGeneration;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Both sides of a reconciliation, where this process reads the main service's database. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.CONSUMER)
@ConditionalOnProperty("mocha.postgres.orders.url")
public class ReconcilingConfiguration {

  @Bean
  OperationalDays operationalDays(@Pool(EVENT_STORE) DataSource eventStore) {
    return new OperationalDaysQuery(eventStore);
  }

  @Bean
  ReportDays reportDays(@Pool(REBUILD) DataSource rebuild, LiveGeneration liveGeneration) {
    return new LiveDays(rebuild, liveGeneration);
  }

  @Bean
  ReconciliationRuns reconciliationRuns(
      @Pool(REPORTS) DataSource reports,
      @Pool(REPORTS) JdbcTransactionManager transactions,
      @Pool(REBUILD) DataSource rebuild) {
    return new ReconciliationTables(
        JdbcClient.create(reports),
        new TransactionTemplate(transactions),
        new ExclusiveWork(rebuild, "mocha reconciliations"));
  }
}
