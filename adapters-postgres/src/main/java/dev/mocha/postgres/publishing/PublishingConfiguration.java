package dev.mocha.postgres.publishing;

import static dev.mocha.postgres.databases.Pool.Name.ORDERS;

import dev.mocha.application.process.Role;
import dev.mocha.application.publishing.Outbox;
import dev.mocha.application.publishing.PublishedCounts;
import dev.mocha.postgres.databases.Pool;
import dev.mocha.postgres.ordering.AppendNotifications;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The outbox relay's position and counts, in the database of the event store. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.ORDERS)
public class PublishingConfiguration {

  @Bean
  Outbox outbox(
      @Pool(ORDERS) DataSource orders,
      @Pool(ORDERS) JdbcTransactionManager transactions,
      AppendNotifications notifications) {
    return new OutboxTable(
        JdbcClient.create(orders), new TransactionTemplate(transactions), notifications);
  }

  @Bean
  PublishedCounts publishedCounts(@Pool(ORDERS) DataSource orders) {
    return new PublishedCountsTable(JdbcClient.create(orders));
  }
}
