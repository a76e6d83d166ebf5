package dev.mocha.kafka;

import dev.mocha.application.publishing.LogIntake;
import dev.mocha.application.publishing.PublishedLog;
import dev.mocha.application.publishing.PublishedSchemas;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamDefinitions;
import dev.mocha.application.streaming.StreamTables;
import dev.mocha.kafka.publishing.KafkaIntake;
import dev.mocha.kafka.publishing.KafkaLog;
import dev.mocha.kafka.publishing.LogSchemas;
import dev.mocha.kafka.rebuilding.LogHistory;
import dev.mocha.kafka.streaming.ConfiguredStreams;
import dev.mocha.kafka.streaming.EventConsumers;
import dev.mocha.kafka.streaming.RecordDecoder;
import dev.mocha.kafka.streaming.definition.StreamFiles;
import dev.mocha.logclient.Schemas;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The door of the Kafka adapter: the log client where the role {@code orders} is on, the log
 * consumer where {@code consumer} is, the schemas everywhere.
 */
@AutoConfiguration
@EnableConfigurationProperties({KafkaProperties.class, StreamsProperties.class})
public class KafkaAutoConfiguration {

  @Bean
  JsonEvents eventSerializer() {
    return new JsonEvents();
  }

  @Bean
  StreamDefinitions streamDefinitions(StreamsProperties properties) {
    return new StreamFiles(properties.directory());
  }

  /** Those of the events of this project, and those that were given for the events of others. */
  @Bean
  Schemas schemas(KafkaProperties properties) {
    Schemas own = Schemas.onClassPath(KafkaAutoConfiguration.class.getClassLoader(), "schemas");
    Path folder = properties.intake().schemas();
    return folder == null ? own : own.with(Schemas.inFolder(folder));
  }

  @Bean
  PublishedSchemas publishedSchemas(KafkaProperties properties, Schemas schemas) {
    return new LogSchemas(schemas, properties.publisher().schemas());
  }

  /** Publishes. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "mocha.roles.orders", matchIfMissing = true)
  static class LogClient {

    @Bean
    PublishedLog publishedLog(
        KafkaProperties properties,
        Schemas schemas,
        JsonEvents eventSerializer,
        MeterRegistry meters) {
      Topics.ensure(properties);
      return new KafkaLog(properties, schemas, eventSerializer, meters);
    }

    @Bean
    LogIntake logIntake(KafkaProperties properties, Schemas schemas, Serializer eventSerializer) {
      return new KafkaIntake(properties, schemas, eventSerializer);
    }
  }

  /** Consumes. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "mocha.roles.consumer", matchIfMissing = true)
  static class Consumer {

    /** Reads what was taken before: nothing is checked against schemas again. */
    @Bean
    LogHistory logHistory(KafkaProperties properties, Serializer eventSerializer) {
      Topics.ensure(properties);
      return new LogHistory(properties, new RecordDecoder(eventSerializer, Schemas.of(Map.of())));
    }

    @Bean
    EventConsumers logConsumer(
        KafkaProperties properties,
        StreamTables tables,
        Serializer eventSerializer,
        Schemas schemas,
        MeterRegistry meters) {
      Topics.ensure(properties);
      return new EventConsumers(properties, tables, eventSerializer, schemas, meters);
    }

    @Bean
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
}
