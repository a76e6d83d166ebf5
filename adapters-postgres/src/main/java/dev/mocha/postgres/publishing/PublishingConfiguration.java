package dev.mocha.postgres.publishing;

import static dev.mocha.postgres.databases.Pool.Name.ORDERS;

import dev.mocha.application.process.Role;
import dev.mocha.application.publishing.EventStoreEnd;
import dev.mocha.application.publishing.PublishedCounts;
import dev.mocha.postgres.databases.Pool;
import dev.mocha.postgres.ordering.EventStore;
import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.serialization.Serializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The outbox relay's position and counts, in the database of the event store. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.ORDERS)
public class PublishingConfiguration {

  private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(5);

  @Bean
  TokenStore tokenStore(ConnectionProvider connections, Serializer events) {
    return JdbcTokenStore.builder()
        .connectionProvider(connections)
        .serializer(events)
        .contentType(byte[].class)
        .schema(EventStore.TOKENS)
        .claimTimeout(CLAIM_TIMEOUT)
        .build();
  }

  @Bean
  PublishedCounts publishedCounts(@Pool(ORDERS) DataSource orders) {
    return new PublishedCountsTable(JdbcClient.create(orders));
  }

  @Bean
  EventStoreEnd eventStoreEnd(@Pool(ORDERS) DataSource orders) {
    return new EventStoreEndQuery(JdbcClient.create(orders));
  }
}
