package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.databases.Pool.Name.READERS;
import static dev.mocha.postgres.databases.Pool.Name.REPORTS;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mocha.application.process.Role;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.application.reporting.SealedDays;
import dev.mocha.postgres.databases.Pool;
import dev.mocha.postgres.databases.Pools;
import dev.mocha.postgres.databases.PostgresProperties;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The report tables: sealed by the role {@code consumer}, read by the role {@code reports}. */
@Configuration(proxyBeanMethods = false)
public class ReportingConfiguration {

  private static final int VERSION = DailyReportProjection.VERSION;

  /** Creates the first generation of a new database. */
  @Bean
  @Profile({Role.CONSUMER, Role.REPORTS})
  LiveGeneration liveGeneration(
      @Pool(REPORTS) DataSource reports, @Pool(REPORTS) JdbcTransactionManager transactions) {
    var transaction = new TransactionTemplate(transactions);
    var jdbc = JdbcClient.create(reports);
    new FirstGeneration(jdbc, transaction, new GenerationSchema(reports, transaction))
        .prepare(VERSION);
    return new LiveGeneration(jdbc, VERSION);
  }

  @Bean
  @Profile(Role.CONSUMER)
  SealedDays sealedDays(
      @Pool(REPORTS) DataSource reports,
      @Pool(REPORTS) JdbcTransactionManager transactions,
      LiveGeneration liveGeneration) {
    TransactionTemplate snapshot = Pools.snapshot(transactions);
    snapshot.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    return new SealedDaysTable(
        reports, new TransactionTemplate(transactions), snapshot, liveGeneration);
  }

  /**
   * Connections in the database role that can read what a report needs and nothing else. The
   * migration and the tables of the generation grant the rights, so this bean depends on them. Each
   * query selects one merchant and some dates, for which one generic plan is good; with many months
   * PostgreSQL would otherwise plan each query anew, which takes longer than running it.
   */
  @Bean
  @Pool(READERS)
  @Profile(Role.REPORTS)
  HikariDataSource readersDataSource(
      PostgresProperties properties, MeterRegistry meters, LiveGeneration afterItsTables) {
    HikariConfig config = Pools.live(properties.reports(), "readers", meters);
    config.setConnectionInitSql("SET ROLE mocha_reader; SET plan_cache_mode = force_generic_plan");
    return new HikariDataSource(config);
  }

  @Bean
  @Profile(Role.REPORTS)
  ReportQueries reportTables(@Pool(READERS) DataSource readers) {
    return new LiveDailyReports(
        readers,
        Pools.snapshot(new JdbcTransactionManager(readers)),
        new LiveGeneration(JdbcClient.create(readers), VERSION));
  }
}
