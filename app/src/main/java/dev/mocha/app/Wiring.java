package dev.mocha.app;

import dev.mocha.application.ordering.HistoryImport;
import dev.mocha.application.ordering.Merchants;
import dev.mocha.application.ordering.Ordering;
import dev.mocha.application.ordering.OrderingModule;
import dev.mocha.application.ordering.Orders;
import dev.mocha.application.ordering.StoredHistories;
import dev.mocha.application.publishing.EventStoreEnd;
import dev.mocha.application.publishing.LogPublisher;
import dev.mocha.application.publishing.PublishedCounts;
import dev.mocha.application.publishing.PublishedLog;
import dev.mocha.application.publishing.Watermarks;
import dev.mocha.application.reporting.ReportTables;
import dev.mocha.application.streaming.ParkedLetters;
import dev.mocha.application.streaming.Redelivery;
import dev.mocha.application.streaming.Streams;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.tracing.SpanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The use cases and Axon, put together from the adapters' ports. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PublisherProperties.class, AuditProperties.class})
@Import({
  Tracing.class,
  RebuildWiring.class,
  ReconcilingWiring.class,
  SealingWiring.class,
  SwitchingWiring.class
})
class Wiring {

  /** How soon a reader of the event store sees what another process has stored. */
  private static final long FETCH_DELAY_MILLIS = 100;

  /** While the publisher is behind, the log is marked as soon as it is not any more. */
  private static final Duration NOT_YET = Duration.ofMillis(20);

  /** Moments are kept to the microsecond, as PostgreSQL keeps them. */
  @Bean
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  }

  @Bean
  @ConditionalOnProperty("mocha.audit.file")
  AuditFile auditFile(AuditProperties properties) {
    return new AuditFile(Objects.requireNonNull(properties.file()), properties.days());
  }

  /** Axon, with the command side and the publisher where this process has their role. */
  @Bean
  Configuration axon(
      Serializer eventSerializer,
      Clock clock,
      ObjectProvider<EventStorageEngine> storage,
      ObjectProvider<TokenStore> tokens,
      ObjectProvider<TransactionManager> transactions,
      ObjectProvider<Orders> orders,
      ObjectProvider<Merchants> merchants,
      ObjectProvider<PublishedLog> log,
      ObjectProvider<PublishedCounts> counts,
      PublisherProperties publisher,
      ObjectProvider<SpanFactory> spans) {
    Configurer configurer =
        DefaultConfigurer.defaultConfiguration(false)
            .configureSerializer(_ -> eventSerializer)
            .configureEventSerializer(_ -> eventSerializer)
            .configureMessageSerializer(_ -> eventSerializer);
    spans.ifAvailable(it -> Tracing.configure(configurer, it));
    storage.ifAvailable(
        engine -> {
          configurer
              .configureTransactionManager(_ -> transactions.getObject())
              .registerComponent(TokenStore.class, _ -> tokens.getObject())
              .configureEventStore(
                  configuration ->
                      EmbeddedEventStore.builder()
                          .spanFactory(configuration.getComponent(EventBusSpanFactory.class))
                          .storageEngine(engine)
                          .fetchDelay(FETCH_DELAY_MILLIS)
                          .build());
          OrderingModule.register(configurer, orders.getObject(), merchants.getObject(), clock);
          LogPublisher.register(
              configurer, log.getObject(), counts.getObject(), publisher.batchSize());
        });
    return configurer.buildConfiguration();
  }

  @Bean
  Lifecycle axonLifecycle(Configuration axon) {
    return new Lifecycle(50, axon::start, axon::shutdown);
  }

  /** What the role {@code consumer} does. */
  @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "mocha.roles.consumer", matchIfMissing = true)
  static class StreamSide {

    @Bean
    Redelivery redelivery(ParkedLetters parkedLetters, Streams streams) {
      return new Redelivery(parkedLetters, streams::recipient);
    }
  }

  /** What the role {@code reports} does. */
  @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "mocha.roles.reports", matchIfMissing = true)
  static class QuerySide {

    /** Down while no generation of this version answers, or the database is away. */
    @Bean
    HealthIndicator reportTablesHealthIndicator(ReportTables tables) {
      return () ->
          tables.areBuilt()
              ? Health.up().build()
              : Health.down().withDetail("reason", "no generation of this version answers").build();
    }
  }

  /** What the role {@code orders} does. */
  @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "mocha.roles.orders", matchIfMissing = true)
  static class CommandSide {

    @Bean
    Ordering ordering(Configuration axon, Merchants merchants, Clock clock) {
      return new Ordering(axon.getComponent(CommandGateway.class), merchants, clock);
    }

    @Bean
    HistoryImport historyImport(StoredHistories stored, Merchants merchants, Clock clock) {
      return new HistoryImport(stored, merchants, clock);
    }

    @Bean
    Watermarks watermarks(
        EventStoreEnd end, Configuration axon, PublishedLog log, PublishedCounts counts) {
      return new Watermarks(
          end,
          () ->
              axon.eventProcessingConfiguration()
                  .eventProcessor(LogPublisher.PROCESSOR, StreamingEventProcessor.class),
          log,
          counts);
    }

    @Bean
    @ConditionalOnProperty(name = "mocha.kafka.publisher.watermarks", matchIfMissing = true)
    Repeated watermarksWritten(Watermarks watermarks, PublisherProperties publisher) {
      return new Repeated(
          "watermarks",
          60,
          publisher.watermarkInterval(),
          () -> watermarks.advance() ? publisher.watermarkInterval() : NOT_YET,
          () -> {});
    }

    /** Down while the publisher cannot go on; events wait in the store meanwhile. */
    @Bean
    HealthIndicator logPublisherHealthIndicator(Configuration axon, PublishedLog log) {
      return () -> {
        Optional<StreamingEventProcessor> publisher =
            axon.eventProcessingConfiguration()
                .eventProcessor(LogPublisher.PROCESSOR, StreamingEventProcessor.class);
        boolean runs = publisher.filter(it -> it.isRunning() && !it.isError()).isPresent();
        Optional<String> failure =
            log.failure()
                .or(
                    () ->
                        publisher.stream()
                            .flatMap(it -> it.processingStatus().values().stream())
                            .filter(EventTrackerStatus::isErrorState)
                            .map(it -> String.valueOf(it.getError()))
                            .findFirst());
        Health.Builder health = runs && failure.isEmpty() ? Health.up() : Health.down();
        failure.ifPresent(it -> health.withDetail("reason", it));
        return health.build();
      };
    }
  }
}
