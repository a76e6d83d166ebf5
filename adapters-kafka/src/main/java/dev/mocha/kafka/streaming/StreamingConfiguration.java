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

/** The log consumer. The definitions of streams are available in every role. */
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
    var configured = new ConfiguredStreams(properties, tables, logConsumer, meters);
    for (StreamDefinition stream : streams.running(definitions)) {
      configured.add(stream, streams.threads(), streams.hashKey());
    }
    return configured;
  }
}
