package dev.mocha.kafka;

import dev.mocha.kafka.log.LogConfiguration;
import dev.mocha.kafka.publishing.PublishingConfiguration;
import dev.mocha.kafka.rebuilding.RebuildingConfiguration;
import dev.mocha.kafka.streaming.StreamingConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** The door of the Kafka adapter: one configuration for each feature. */
@AutoConfiguration
@Import({
  LogConfiguration.class,
  PublishingConfiguration.class,
  StreamingConfiguration.class,
  RebuildingConfiguration.class
})
public class KafkaAutoConfiguration {}
