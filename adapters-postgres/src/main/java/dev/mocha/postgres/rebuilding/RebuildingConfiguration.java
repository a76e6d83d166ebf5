package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.databases.Pool.Name.EVENT_STORE;
import static dev.mocha.postgres.databases.Pool.Name.REBUILD;
import static dev.mocha.postgres.databases.Pool.Name.REPORTS;

import com.zaxxer.hikari.HikariDataSource;
import dev.mocha.application.process.Role;
import dev.mocha.application.rebuilding.BulkTables;
import dev.mocha.application.rebuilding.DayTables;
import dev.mocha.application.rebuilding.EventHistory;
import dev.mocha.application.rebuilding.GenerationContents;
import dev.mocha.application.rebuilding.Generations;
import dev.mocha.application.rebuilding.LogEndOffsets;
import dev.mocha.application.rebuilding.Verification;
import dev.mocha.postgres.databases.Pool;
import dev.mocha.postgres.databases.Pools;
import dev.mocha.postgres.databases.PostgresProperties;
import javax.sql.DataSource;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Generations and rebuilds. Rebuilds have their own connection pool: queries never wait for it. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.CONSUMER)
public class RebuildingConfiguration {

  /** A rebuild repeats a commit that a crash loses. */
  private static final String OPTIONS =
      "-c synchronous_commit=off -c maintenance_work_mem=256MB -c work_mem=64MB";

  @Bean
  @Pool(REBUILD)
  HikariDataSource rebuildDataSource(PostgresProperties properties) {
    return Pools.background(properties.reports(), "rebuild", OPTIONS);
  }

  @Bean
  @Pool(REBUILD)
  JdbcTransactionManager rebuildTransactions(@Pool(REBUILD) DataSource rebuild) {
    return new JdbcTransactionManager(rebuild);
  }

  @Bean
  Generations generations(
      @Pool(REPORTS) DataSource reports,
      @Pool(REPORTS) JdbcTransactionManager reportsTransactions,
      @Pool(REBUILD) DataSource rebuild,
      @Pool(REBUILD) JdbcTransactionManager rebuildTransactions) {
    return new GenerationRegistry(
        JdbcClient.create(reports),
        new TransactionTemplate(reportsTransactions),
        new ExclusiveWork(rebuild, "mocha rebuilds"),
        new UnusedGenerations(
            JdbcClient.create(rebuild), new TransactionTemplate(rebuildTransactions)));
  }

  @Bean
  GenerationContents generationContents(@Pool(REPORTS) DataSource reports) {
    return new GenerationContentsQuery(reports);
  }

  @Bean
  BulkTables bulkTables(
      @Pool(REBUILD) DataSource rebuild,
      @Pool(REBUILD) JdbcTransactionManager transactions,
      Serializer events) {
    return new GenerationBulkTables(rebuild, new TransactionTemplate(transactions), events);
  }

  @Bean
  Verification verification(
      @Pool(REBUILD) DataSource rebuild, @Pool(REBUILD) JdbcTransactionManager transactions) {
    return new GenerationVerification(rebuild, Pools.snapshot(transactions));
  }

  @Bean
  DayTables dayTables(
      @Pool(REBUILD) DataSource rebuild, @Pool(REBUILD) JdbcTransactionManager transactions) {
    return new LiveDayTables(rebuild, new TransactionTemplate(transactions));
  }

  /** Exists where this process can reach the database of the main service. */
  @Bean
  @Pool(EVENT_STORE)
  @ConditionalOnProperty("mocha.postgres.orders.url")
  HikariDataSource eventStoreDataSource(PostgresProperties properties) {
    return Pools.background(
        properties.orders(), "event-store", "-c default_transaction_read_only=on");
  }

  @Bean
  @ConditionalOnProperty("mocha.postgres.orders.url")
  EventHistory eventStoreHistory(
      @Pool(EVENT_STORE) DataSource eventStore, Serializer events, LogEndOffsets logEnds) {
    return new EventStoreHistory(
        eventStore,
        new TransactionTemplate(new JdbcTransactionManager(eventStore)),
        events,
        logEnds);
  }
}
