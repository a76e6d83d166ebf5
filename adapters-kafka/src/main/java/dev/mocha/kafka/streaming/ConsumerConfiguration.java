package dev.mocha.kafka.streaming;

import dev.mocha.kafka.log.KafkaProperties;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The Kafka configuration of a member of a consumer group. */
final class ConsumerConfiguration {

  /** New partitions are found within this time. */
  private static final int METADATA_AGE_MILLIS = 10_000;

  private static final int LINGER_MAX_BYTES = 1 << 20;

  private ConsumerConfiguration() {}

  /** Memory is bounded: a member fetches at most the configured bytes ahead. */
  static Map<String, Object> of(
      String name, LogConsumer.Settings settings, KafkaProperties properties) {
    var consumer = properties.consumer();
    int session = Math.toIntExact(consumer.sessionTimeout().toMillis());
    var configuration = new HashMap<String, Object>();
    configuration.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MILLIS);
    configuration.putAll(properties.properties());
    configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
    configuration.put(ConsumerConfig.CLIENT_ID_CONFIG, "mocha-" + name);
    configuration.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
    configuration.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    configuration.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    configuration.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchSize());
    configuration.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, consumer.fetchMaxBytes());
    configuration.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
    configuration.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / 3);
    if (!settings.linger().isZero()) {
      configuration.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, LINGER_MAX_BYTES);
      configuration.put(
          ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Math.toIntExact(settings.linger().toMillis()));
    }
    if (consumer.instanceId() != null) {
      configuration.put(
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, consumer.instanceId() + "-" + name);
    }
    return configuration;
  }
}
