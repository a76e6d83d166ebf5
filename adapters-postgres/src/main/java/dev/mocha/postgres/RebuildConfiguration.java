package dev.mocha.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mocha.application.rebuilding.BulkTables;
import dev.mocha.application.rebuilding.Comparison;
import dev.mocha.application.rebuilding.DayTables;
import dev.mocha.application.rebuilding.EventHistory;
import dev.mocha.application.rebuilding.GenerationContents;
import dev.mocha.application.rebuilding.Generations;
import dev.mocha.application.rebuilding.LogEnds;
import dev.mocha.application.reconciling.OperationalDays;
import dev.mocha.application.reconciling.ReportDays;
import dev.mocha.application.reconciling.Sweeps;
import dev.mocha.postgres.PostgresProperties.Database;
import dev.mocha.postgres.rebuilding.EventStoreHistory;
import dev.mocha.postgres.rebuilding.ExclusiveWork;
import dev.mocha.postgres.rebuilding.GenerationBulkTables;
import dev.mocha.postgres.rebuilding.GenerationComparison;
import dev.mocha.postgres.rebuilding.GenerationContentsQuery;
import dev.mocha.postgres.rebuilding.GenerationsTable;
import dev.mocha.postgres.rebuilding.ServedDays;
import dev.mocha.postgres.rebuilding.UnusedGenerations;
import dev.mocha.postgres.reconciling.LiveDays;
import dev.mocha.postgres.reconciling.OperationalDaysQuery;
import dev.mocha.postgres.reconciling.SweepTables;
import dev.mocha.postgres.reporting.LiveGeneration;
import javax.sql.DataSource;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What rebuilds work with, where the role {@code consumer} is on. Their connections are their own,
 * few, and none while nothing is rebuilt: live traffic does not queue behind them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "mocha.roles.consumer", matchIfMissing = true)
class RebuildConfiguration {

  /** One that is held throughout, two for each of the threads that load, one to compare. */
  private static final int CONNECTIONS = 20;

  /** Statements may take long, and a commit may be lost in a crash: the rebuild goes on then. */
  private static final String OPTIONS =
      "-c synchronous_commit=off -c maintenance_work_mem=256MB -c work_mem=64MB -c TimeZone=UTC";

  private static HikariDataSource open(Database database, String name, String options) {
    HikariConfig config = PostgresAutoConfiguration.config(database, name);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.addDataSourceProperty("options", options);
    return new HikariDataSource(config);
  }

  @Bean
  HikariDataSource rebuildDataSource(PostgresProperties properties) {
    return open(properties.reports(), "rebuild", OPTIONS);
  }

  @Bean
  JdbcTransactionManager rebuildTransactions(
      @Qualifier("rebuildDataSource") DataSource rebuildDataSource) {
    return new JdbcTransactionManager(rebuildDataSource);
  }

  @Bean
  Generations generations(
      @Qualifier("reportsDataSource") DataSource reportsDataSource,
      @Qualifier("reportsTransactions") JdbcTransactionManager reportsTransactions,
      @Qualifier("rebuildDataSource") DataSource rebuildDataSource,
      @Qualifier("rebuildTransactions") JdbcTransactionManager rebuildTransactions) {
    return new GenerationsTable(
        JdbcClient.create(reportsDataSource),
        new TransactionTemplate(reportsTransactions),
        new ExclusiveWork(rebuildDataSource, "mocha rebuilds"),
        new UnusedGenerations(
            JdbcClient.create(rebuildDataSource), new TransactionTemplate(rebuildTransactions)));
  }

  @Bean
  GenerationContents generationContents(
      @Qualifier("reportsDataSource") DataSource reportsDataSource) {
    return new GenerationContentsQuery(reportsDataSource);
  }

  @Bean
  BulkTables bulkTables(
      @Qualifier("rebuildDataSource") DataSource rebuildDataSource,
      @Qualifier("rebuildTransactions") JdbcTransactionManager rebuildTransactions,
      Serializer eventSerializer) {
    return new GenerationBulkTables(
        rebuildDataSource, new TransactionTemplate(rebuildTransactions), eventSerializer);
  }

  @Bean
  Comparison comparison(
      @Qualifier("rebuildDataSource") DataSource rebuildDataSource,
      @Qualifier("rebuildTransactions") JdbcTransactionManager rebuildTransactions) {
    return new GenerationComparison(
        rebuildDataSource, PostgresAutoConfiguration.snapshot(rebuildTransactions));
  }

  @Bean
  DayTables dayTables(
      @Qualifier("rebuildDataSource") DataSource rebuildDataSource,
      @Qualifier("rebuildTransactions") JdbcTransactionManager rebuildTransactions) {
    return new ServedDays(rebuildDataSource, new TransactionTemplate(rebuildTransactions));
  }

  /** Where this process knows the main service's database. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("mocha.postgres.orders.url")
  static class EventStoreSource {

    @Bean
    HikariDataSource eventStoreDataSource(PostgresProperties properties) {
      return open(
          properties.orders(),
          "event-store",
          "-c default_transaction_read_only=on -c TimeZone=UTC");
    }

    @Bean
    OperationalDays operationalDays(
        @Qualifier("eventStoreDataSource") DataSource eventStoreDataSource) {
      return new OperationalDaysQuery(eventStoreDataSource);
    }

    @Bean
    ReportDays reportDays(
        @Qualifier("rebuildDataSource") DataSource rebuildDataSource,
        LiveGeneration liveGeneration) {
      return new LiveDays(rebuildDataSource, liveGeneration);
    }

    @Bean
    Sweeps sweeps(
        @Qualifier("reportsDataSource") DataSource reportsDataSource,
        @Qualifier("reportsTransactions") JdbcTransactionManager reportsTransactions,
        @Qualifier("rebuildDataSource") DataSource rebuildDataSource) {
      return new SweepTables(
          JdbcClient.create(reportsDataSource),
          new TransactionTemplate(reportsTransactions),
          new ExclusiveWork(rebuildDataSource, "mocha reconciliations"));
    }

    @Bean
    EventHistory eventStoreHistory(
        @Qualifier("eventStoreDataSource") DataSource eventStoreDataSource,
        Serializer eventSerializer,
        LogEnds logEnds) {
      return new EventStoreHistory(
          eventStoreDataSource,
          new TransactionTemplate(new JdbcTransactionManager(eventStoreDataSource)),
          eventSerializer,
          logEnds);
    }
  }
}
