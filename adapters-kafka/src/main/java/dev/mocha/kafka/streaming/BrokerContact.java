package dev.mocha.kafka.streaming;

import java.time.Duration;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Whether a member of a consumer group still hears from the broker. Without one a poll does not
 * fail, it is merely empty; but the member's heartbeats cease.
 */
final class BrokerContact {

  private static final String SINCE_HEARTBEAT = "last-heartbeat-seconds-ago";

  private final KafkaConsumer<?, ?> kafka;
  private final Duration patience;
  private @Nullable Metric sinceHeartbeat;

  /**
   * @param patience for how long heartbeats may fail to come
   */
  BrokerContact(KafkaConsumer<?, ?> kafka, Duration patience) {
    this.kafka = kafka;
    this.patience = patience;
  }

  /** Whether there was contact and there is none any more. */
  boolean isLost() {
    if (sinceHeartbeat == null) {
      sinceHeartbeat =
          kafka.metrics().values().stream()
              .filter(it -> it.metricName().name().equals(SINCE_HEARTBEAT))
              .findAny()
              .orElse(null);
    }
    return sinceHeartbeat != null
        && ((Number) sinceHeartbeat.metricValue()).doubleValue() > patience.toSeconds();
  }
}
