package dev.mocha.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mocha.application.measuring.MeasuredDatabase;
import dev.mocha.application.ordering.Merchants;
import dev.mocha.application.ordering.OrderingModule;
import dev.mocha.application.ordering.StoredHistories;
import dev.mocha.application.publishing.EventStoreEnd;
import dev.mocha.application.publishing.PublishedCounts;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.DailyReports;
import dev.mocha.application.reporting.ReportTables;
import dev.mocha.application.reporting.SealedDays;
import dev.mocha.application.streaming.ParkedLetters;
import dev.mocha.application.streaming.StreamTables;
import dev.mocha.application.streaming.TableStatements;
import dev.mocha.postgres.PostgresProperties.Database;
import dev.mocha.postgres.measuring.DatabaseStatistics;
import dev.mocha.postgres.ordering.EventStore;
import dev.mocha.postgres.ordering.MerchantsTable;
import dev.mocha.postgres.ordering.OrdersTable;
import dev.mocha.postgres.ordering.StoredHistoriesTable;
import dev.mocha.postgres.publishing.EventStoreEndQuery;
import dev.mocha.postgres.publishing.PublishedCountsTable;
import dev.mocha.postgres.rebuilding.FirstGeneration;
import dev.mocha.postgres.reporting.GenerationSchema;
import dev.mocha.postgres.reporting.LiveDailyReports;
import dev.mocha.postgres.reporting.LiveGeneration;
import dev.mocha.postgres.reporting.OperationalDailyReports;
import dev.mocha.postgres.reporting.SealedDaysTable;
import dev.mocha.postgres.streaming.ConfiguredTables;
import dev.mocha.postgres.streaming.ParkedLettersTable;
import dev.mocha.postgres.streaming.StreamTableSql;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The door of the PostgreSQL adapter: the main service's side where the role {@code orders} is on,
 * the report tables where {@code consumer} or {@code reports} is.
 */
@AutoConfiguration
@Import({RebuildConfiguration.class, SwitchConfiguration.class})
@EnableConfigurationProperties(PostgresProperties.class)
public class PostgresAutoConfiguration {

  @Bean
  TableStatements tableStatements() {
    return new StreamTableSql();
  }

  /**
   * Opens a pool after bringing the database's tables up to date, which may take longer than any
   * statement later.
   */
  private static HikariDataSource open(
      Database database, String name, String migrations, MeterRegistry meters) {
    Flyway.configure()
        .dataSource(database.url(), database.username(), database.password())
        .locations("classpath:db/" + migrations)
        .load()
        .migrate();
    return new HikariDataSource(pooled(database, name, meters));
  }

  static HikariConfig pooled(Database database, String name, MeterRegistry meters) {
    HikariConfig config = config(database, name);
    config.setMaximumPoolSize(database.poolSize());
    config.setMetricRegistry(meters);
    config.addDataSourceProperty("socketTimeout", 90);
    config.addDataSourceProperty(
        "options",
        "-c statement_timeout=%d -c idle_in_transaction_session_timeout=%d -c transaction_timeout=%d -c TimeZone=UTC"
            .formatted(
                database.statementTimeout().toMillis(),
                database.idleInTransactionTimeout().toMillis(),
                database.transactionTimeout().toMillis()));
    return config;
  }

  static HikariConfig config(Database database, String name) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(database.url());
    config.setUsername(database.username());
    config.setPassword(database.password());
    config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
    config.addDataSourceProperty("ApplicationName", "mocha-" + name);
    config.addDataSourceProperty("tcpKeepAlive", true);
    // The detail of an error holds the values of rows, which do not belong into logs and letters.
    config.addDataSourceProperty("logServerErrorDetail", false);
    return config;
  }

  /** Transactions that write nothing and see one state of the database. */
  static TransactionTemplate snapshot(JdbcTransactionManager transactions) {
    var snapshot = new TransactionTemplate(transactions);
    snapshot.setReadOnly(true);
    snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    return snapshot;
  }

  /** The event store and the operational tables. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "mocha.roles.orders", matchIfMissing = true)
  static class OrdersDatabase {

    @Bean
    HikariDataSource ordersDataSource(PostgresProperties properties, MeterRegistry meters) {
      return open(properties.orders(), "orders", "orders", meters);
    }

    @Bean
    JdbcTransactionManager ordersTransactions(DataSource ordersDataSource) {
      return new JdbcTransactionManager(ordersDataSource);
    }

    @Bean
    TransactionManager axonTransactions(JdbcTransactionManager ordersTransactions) {
      return new SpringTransactionManager(ordersTransactions);
    }

    @Bean
    ConnectionProvider axonConnections(DataSource ordersDataSource) {
      return new UnitOfWorkAwareConnectionProviderWrapper(
          new SpringDataSourceConnectionProvider(ordersDataSource));
    }

    @Bean
    EventStorageEngine eventStorageEngine(
        ConnectionProvider axonConnections,
        TransactionManager axonTransactions,
        Serializer eventSerializer) {
      return EventStore.on(axonConnections, axonTransactions, eventSerializer);
    }

    @Bean
    TokenStore tokenStore(ConnectionProvider axonConnections, Serializer eventSerializer) {
      return JdbcTokenStore.builder()
          .connectionProvider(axonConnections)
          .serializer(eventSerializer)
          .contentType(byte[].class)
          .schema(EventStore.TOKENS)
          .claimTimeout(Duration.ofSeconds(5))
          .build();
    }

    @Bean
    OrdersTable orders(DataSource ordersDataSource) {
      return new OrdersTable(JdbcClient.create(ordersDataSource));
    }

    @Bean
    Merchants merchants(DataSource ordersDataSource) {
      return new MerchantsTable(JdbcClient.create(ordersDataSource));
    }

    @Bean
    StoredHistories storedHistories(
        DataSource ordersDataSource,
        JdbcTransactionManager ordersTransactions,
        OrdersTable orders,
        Serializer eventSerializer,
        Clock clock) {
      return new StoredHistoriesTable(
          ordersDataSource,
          new TransactionTemplate(ordersTransactions),
          orders,
          eventSerializer,
          clock,
          OrderingModule.ORDER_TYPE);
    }

    @Bean
    PublishedCounts publishedCounts(DataSource ordersDataSource) {
      return new PublishedCountsTable(JdbcClient.create(ordersDataSource));
    }

    @Bean
    EventStoreEnd eventStoreEnd(DataSource ordersDataSource) {
      return new EventStoreEndQuery(JdbcClient.create(ordersDataSource));
    }

    @Bean
    MeasuredDatabase ordersMeasured(DataSource ordersDataSource) {
      return new DatabaseStatistics("orders", JdbcClient.create(ordersDataSource));
    }

    @Bean
    DailyReports operationalDailyReports(DataSource ordersDataSource) {
      return new OperationalDailyReports(JdbcClient.create(ordersDataSource));
    }
  }

  /** The pool on the report tables, where a role needs it. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnExpression("${mocha.roles.consumer:true} or ${mocha.roles.reports:true}")
  static class ReportsDatabase {

    @Bean
    HikariDataSource reportsDataSource(PostgresProperties properties, MeterRegistry meters) {
      return open(properties.reports(), "reports", "reports", meters);
    }

    @Bean
    JdbcTransactionManager reportsTransactions(DataSource reportsDataSource) {
      return new JdbcTransactionManager(reportsDataSource);
    }

    @Bean
    MeasuredDatabase reportsMeasured(DataSource reportsDataSource) {
      return new DatabaseStatistics("reports", JdbcClient.create(reportsDataSource));
    }

    /** Comes after the first generation, which is made where there is none. */
    @Bean
    LiveGeneration liveGeneration(
        DataSource reportsDataSource, JdbcTransactionManager reportsTransactions) {
      var transaction = new TransactionTemplate(reportsTransactions);
      var jdbc = JdbcClient.create(reportsDataSource);
      new FirstGeneration(jdbc, transaction, new GenerationSchema(reportsDataSource, transaction))
          .prepare(DailyReportProjection.VERSION);
      return new LiveGeneration(jdbc, DailyReportProjection.VERSION);
    }
  }

  /** What the consumer writes. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "mocha.roles.consumer", matchIfMissing = true)
  static class Consumer {

    @Bean
    StreamTables streamTables(
        DataSource reportsDataSource, JdbcTransactionManager reportsTransactions) {
      return new ConfiguredTables(reportsDataSource, new TransactionTemplate(reportsTransactions));
    }

    @Bean
    ParkedLetters parkedLetters(
        DataSource reportsDataSource, JdbcTransactionManager reportsTransactions) {
      return new ParkedLettersTable(JdbcClient.create(reportsDataSource), reportsTransactions);
    }

    @Bean
    SealedDays sealedDays(
        DataSource reportsDataSource,
        JdbcTransactionManager reportsTransactions,
        LiveGeneration liveGeneration) {
      TransactionTemplate snapshot = snapshot(reportsTransactions);
      snapshot.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
      return new SealedDaysTable(
          reportsDataSource,
          new TransactionTemplate(reportsTransactions),
          snapshot,
          liveGeneration);
    }
  }

  /** What the queries read. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "mocha.roles.reports", matchIfMissing = true)
  static class Reports {

    /**
     * Connections that can read what a report needs and nothing else, by the migration of the
     * database and the tables of the generation, which come first. All that they ask for is of one
     * merchant and some dates, for which the plan is always the same; PostgreSQL by itself would
     * plan anew for each question once there are some months, which takes longer than to answer it.
     */
    @Bean
    HikariDataSource readersDataSource(
        PostgresProperties properties, MeterRegistry meters, LiveGeneration liveGeneration) {
      HikariConfig config = pooled(properties.reports(), "readers", meters);
      config.setConnectionInitSql(
          "SET ROLE mocha_reader; SET plan_cache_mode = force_generic_plan");
      return new HikariDataSource(config);
    }

    @Bean
    ReportTables reportTables(DataSource readersDataSource) {
      return new LiveDailyReports(
          readersDataSource,
          snapshot(new JdbcTransactionManager(readersDataSource)),
          new LiveGeneration(JdbcClient.create(readersDataSource), DailyReportProjection.VERSION));
    }
  }
}
