package dev.mocha.app.wiring;

import dev.mocha.application.process.Role;
import dev.mocha.application.process.StartOrder;
import dev.mocha.application.publishing.Outbox;
import dev.mocha.application.publishing.OutboxRelay;
import dev.mocha.application.publishing.PublishedCounts;
import dev.mocha.application.publishing.PublishedLog;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The outbox relay and its health. */
@Configuration(proxyBeanMethods = false)
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

  /** After a failure. A batch that cannot be published is tried again for ever. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  @Bean
  OutboxRelay outboxRelay(
      Outbox outbox,
      PublishedLog log,
      PublishedCounts counts,
      PublishingProperties publishing,
      @Value("${mocha.kafka.relay.watermarks:true}") boolean watermarks) {
    return new OutboxRelay(
        outbox,
        log,
        counts,
        publishing.batchSize(),
        watermarks ? publishing.watermarkInterval() : Duration.ZERO);
  }

  @Bean
  PeriodicTask outboxRelayTask(OutboxRelay relay) {
    return new PeriodicTask("outbox-relay", StartOrder.OUTBOX_RELAY, RETRY, relay::advance);
  }

  @Bean
  MeterBinder outboxRelayMeters(OutboxRelay relay) {
    return registry ->
        TimeGauge.builder(
                "mocha.relay.incomplete",
                relay,
                TimeUnit.SECONDS,
                it -> it.sinceComplete().toMillis() / 1e3)
            .description("Time since the log held every committed event")
            .register(registry);
  }

  /** Down while the relay cannot publish. Events wait in the event store meanwhile. */
  @Bean
  HealthIndicator outboxRelayHealthIndicator(OutboxRelay relay) {
    return () ->
        relay
            .failure()
            .map(it -> Health.down().withDetail("reason", it).build())
            .orElseGet(() -> Health.up().build());
  }
}
