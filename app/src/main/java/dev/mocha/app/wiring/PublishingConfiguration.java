package dev.mocha.app.wiring;

import dev.mocha.application.process.Role;
import dev.mocha.application.process.StartOrder;
import dev.mocha.application.publishing.EventStoreEnd;
import dev.mocha.application.publishing.OutboxRelay;
import dev.mocha.application.publishing.PublishedCounts;
import dev.mocha.application.publishing.PublishedLog;
import dev.mocha.application.publishing.Watermarks;
import java.time.Duration;
import java.util.Optional;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;

/** The outbox relay's watermarks and health. Axon runs the relay. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
@Profile(Role.ORDERS)
@EnableConfigurationProperties(PublishingConfiguration.PublishingProperties.class)
class PublishingConfiguration {

  /**
   * The outbox relay, under {@code mocha.kafka.relay}.
   *
   * @param batchSize the maximum number of events in a batch, 1 to 10,000; 4,000 by default
   * @param watermarkInterval the time between two watermarks, 100 ms to 1 min; 1 s by default
   */
  @ConfigurationProperties("mocha.kafka.relay")
  record PublishingProperties(
      @DefaultValue("4000") int batchSize, @DefaultValue("1s") Duration watermarkInterval) {

    PublishingProperties {
      if (batchSize < 1 || batchSize > 10_000) {
        throw new IllegalArgumentException("mocha.kafka.relay.batch-size must be 1 to 10,000");
      }
      if (watermarkInterval.toMillis() < 100 || watermarkInterval.toSeconds() > 60) {
        throw new IllegalArgumentException(
            "mocha.kafka.relay.watermark-interval must be 100ms to 1m");
      }
    }
  }

  /** While the relay lags, the watermark waits in short pauses. */
  private static final Duration LAG_PAUSE = Duration.ofMillis(20);

  private static Optional<StreamingEventProcessor> relay(Configuration axon) {
    return axon.eventProcessingConfiguration()
        .eventProcessor(OutboxRelay.PROCESSOR, StreamingEventProcessor.class);
  }

  @Bean
  Watermarks watermarks(
      EventStoreEnd end, Configuration axon, PublishedLog log, PublishedCounts counts) {
    return new Watermarks(end, () -> relay(axon), log, counts);
  }

  @Bean
  @ConditionalOnProperty(name = "mocha.kafka.relay.watermarks", matchIfMissing = true)
  PeriodicTask watermarkTask(Watermarks watermarks, PublishingProperties publishing) {
    return new PeriodicTask(
        "watermarks",
        StartOrder.WATERMARKS,
        publishing.watermarkInterval(),
        () -> watermarks.advance() ? publishing.watermarkInterval() : LAG_PAUSE);
  }

  /** Down while the relay cannot publish. Events wait in the event store meanwhile. */
  @Bean
  HealthIndicator outboxRelayHealthIndicator(Configuration axon, PublishedLog log) {
    return () -> {
      Optional<StreamingEventProcessor> relay = relay(axon);
      boolean runs = relay.filter(it -> it.isRunning() && !it.isError()).isPresent();
      Optional<String> failure = log.failure().or(() -> relay.flatMap(it -> failure(it)));
      Health.Builder health = runs && failure.isEmpty() ? Health.up() : Health.down();
      failure.ifPresent(it -> health.withDetail("reason", it));
      return health.build();
    };
  }

  private static Optional<String> failure(StreamingEventProcessor relay) {
    return relay.processingStatus().values().stream()
        .filter(EventTrackerStatus::isErrorState)
        .map(it -> String.valueOf(it.getError()))
        .findFirst();
  }
}
