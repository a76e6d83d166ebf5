package dev.mocha.kafka.streaming;

import dev.mocha.kafka.log.KafkaProperties;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How a member of a consumer group talks to the broker. */
final class ConsumerConfiguration {

  /** How soon new partitions are noticed. */
  private static final int METADATA_AGE_MILLIS = 10_000;

  private static final int WORTH_WAITING_FOR_BYTES = 1 << 20;

  private ConsumerConfiguration() {}

  /**
   * Memory is bounded: a member fetches no more than the configured bytes ahead of what it applies,
   * and nothing while it waits.
   */
  static Map<String, Object> of(
      String name, LogConsumer.Source source, KafkaProperties properties) {
    var consumer = properties.consumer();
    int session = Math.toIntExact(consumer.sessionTimeout().toMillis());
    var configuration = new HashMap<String, Object>();
    configuration.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MILLIS);
    configuration.putAll(properties.properties());
    configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
    configuration.put(ConsumerConfig.CLIENT_ID_CONFIG, "mocha-" + name);
    configuration.put(ConsumerConfig.GROUP_ID_CONFIG, source.group());
    configuration.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    configuration.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    configuration.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, source.batchSize());
    configuration.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, consumer.fetchMaxBytes());
    configuration.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
    configuration.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / 3);
    if (!source.gather().isZero()) {
      configuration.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, WORTH_WAITING_FOR_BYTES);
      configuration.put(
          ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Math.toIntExact(source.gather().toMillis()));
    }
    if (consumer.instanceId() != null) {
      configuration.put(
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, consumer.instanceId() + "-" + name);
    }
    return configuration;
  }
}
