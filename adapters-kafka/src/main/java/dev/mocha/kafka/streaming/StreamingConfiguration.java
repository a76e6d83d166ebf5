package dev.mocha.kafka.streaming;

import dev.mocha.application.process.Role;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamDefinitions;
import dev.mocha.application.streaming.StreamTables;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.log.Topics;
import dev.mocha.kafka.streaming.definition.StreamFiles;
import dev.mocha.logclient.Schemas;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The log consumer; the definitions of streams can be read by every process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamsProperties.class)
public class StreamingConfiguration {

  @Bean
  StreamDefinitions streamDefinitions(StreamsProperties properties) {
    return new StreamFiles(properties.directory());
  }

  @Bean
  @Profile(Role.CONSUMER)
  EventConsumers logConsumer(
      KafkaProperties properties,
      StreamTables tables,
      JsonEvents events,
      Schemas schemas,
      MeterRegistry meters) {
    Topics.ensure(properties);
    return new EventConsumers(properties, tables, events, schemas, meters);
  }

  @Bean
  @Profile(Role.CONSUMER)
  ConfiguredStreams streams(
      KafkaProperties properties,
      StreamsProperties streams,
      StreamDefinitions definitions,
      StreamTables tables,
      EventConsumers logConsumer,
      MeterRegistry meters) {
    var configured = new ConfiguredStreams(properties, logConsumer);
    for (StreamDefinition stream : streams.running(definitions)) {
      configured.with(stream, streams.threads(), streams.hashKey(), tables, properties, meters);
    }
    return configured;
  }
}
