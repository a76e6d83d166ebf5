package dev.mocha.app.wiring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the event store is published, under {@code mocha.kafka.publisher}.
 *
 * @param batchSize the most events between two moves of the stored position, 1 to 10,000; 4,000 by
 *     default
 * @param watermarkInterval how often the log is marked as complete, 100 ms to 1 min; 1 s by default
 */
@ConfigurationProperties("mocha.kafka.publisher")
record PublishingProperties(
    @DefaultValue("4000") int batchSize, @DefaultValue("1s") Duration watermarkInterval) {

  PublishingProperties {
    if (batchSize < 1 || batchSize > 10_000) {
      throw new IllegalArgumentException("mocha.kafka.publisher.batch-size must be 1 to 10,000");
    }
    if (watermarkInterval.toMillis() < 100 || watermarkInterval.toSeconds() > 60) {
      throw new IllegalArgumentException(
          "mocha.kafka.publisher.watermark-interval must be 100ms to 1m");
    }
  }
}
