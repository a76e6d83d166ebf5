package dev.mocha.postgres.ordering;

import static dev.mocha.postgres.databases.Pool.Name.ORDERS;

import dev.mocha.application.ordering.EventValidation;
import dev.mocha.application.ordering.Merchants;
import dev.mocha.application.ordering.OrderingModule;
import dev.mocha.application.ordering.StoredHistories;
import dev.mocha.application.process.Role;
import dev.mocha.postgres.databases.Pool;
import java.time.Clock;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The event store and the operational tables of the main service. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.ORDERS)
public class OrderingConfiguration {

  @Bean
  TransactionManager axonTransactions(@Pool(ORDERS) JdbcTransactionManager transactions) {
    return new SpringTransactionManager(transactions);
  }

  @Bean
  ConnectionProvider axonConnections(@Pool(ORDERS) DataSource orders) {
    return new UnitOfWorkAwareConnectionProviderWrapper(
        new SpringDataSourceConnectionProvider(orders));
  }

  @Bean
  AppendNotifications appendNotifications(@Pool(ORDERS) DataSource orders) {
    return new AppendNotifications(orders);
  }

  @Bean
  EventStorageEngine eventStorageEngine(
      ConnectionProvider connections,
      TransactionManager transactions,
      Serializer events,
      EventValidation validation,
      AppendNotifications notifications) {
    return EventStore.on(connections, transactions, events, validation, notifications);
  }

  @Bean
  OrdersTable orders(@Pool(ORDERS) DataSource orders) {
    return new OrdersTable(JdbcClient.create(orders));
  }

  @Bean
  Merchants merchants(@Pool(ORDERS) DataSource orders) {
    return new MerchantsTable(JdbcClient.create(orders));
  }

  @Bean
  StoredHistories storedHistories(
      @Pool(ORDERS) DataSource database,
      @Pool(ORDERS) JdbcTransactionManager transactions,
      OrdersTable orders,
      AppendNotifications notifications,
      Serializer events,
      EventValidation validation,
      Clock clock) {
    return new StoredHistoriesTable(
        database,
        new TransactionTemplate(transactions),
        orders,
        notifications,
        events,
        validation,
        clock,
        OrderingModule.ORDER_TYPE);
  }
}
