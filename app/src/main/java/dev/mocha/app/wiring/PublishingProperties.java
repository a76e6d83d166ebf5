package dev.mocha.app.wiring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

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
