package dev.mocha.kafka;

import dev.mocha.application.publishing.PublishedLog;
import dev.mocha.application.streaming.DeadLetters;
import dev.mocha.application.streaming.ReadPositions;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamDefinitions;
import dev.mocha.application.streaming.StreamTables;
import dev.mocha.kafka.publishing.KafkaLog;
import dev.mocha.kafka.streaming.ConfiguredStreams;
import dev.mocha.kafka.streaming.EventTarget;
import dev.mocha.kafka.streaming.LogConsumer;
import dev.mocha.kafka.streaming.definition.StreamFiles;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The door of the Kafka adapter: the log client where the role {@code orders} is on, the log
 * consumer where {@code consumer} is.
 */
@AutoConfiguration
@EnableConfigurationProperties({KafkaProperties.class, StreamsProperties.class})
public class KafkaAutoConfiguration {

  @Bean
  Serializer eventSerializer() {
    return new JsonEvents();
  }

  @Bean
  StreamDefinitions streamDefinitions(StreamsProperties properties) {
    return new StreamFiles(properties.directory());
  }

  /** Publishes. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "mocha.roles.orders", matchIfMissing = true)
  static class LogClient {

    @Bean
    PublishedLog publishedLog(
        KafkaProperties properties, Serializer eventSerializer, MeterRegistry meters) {
      Topics.ensure(properties);
      return new KafkaLog(properties, eventSerializer, meters);
    }
  }

  /** Consumes. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "mocha.roles.consumer", matchIfMissing = true)
  static class Consumer {

    @Bean
    EventTarget eventTarget(Serializer eventSerializer) {
      return new EventTarget(eventSerializer);
    }

    @Bean
    LogConsumer<?> logConsumer(
        KafkaProperties properties,
        ReadPositions readPositions,
        DeadLetters deadLetters,
        EventTarget eventTarget,
        MeterRegistry meters) {
      Topics.ensure(properties);
      return LogConsumer.ofEvents(properties, readPositions, deadLetters, eventTarget, meters);
    }

    @Bean
    ConfiguredStreams streams(
        KafkaProperties properties,
        StreamsProperties streams,
        StreamDefinitions definitions,
        StreamTables tables,
        LogConsumer<?> logConsumer,
        ReadPositions readPositions,
        DeadLetters deadLetters,
        MeterRegistry meters) {
      var topics = properties.topics();
      var configured =
          new ConfiguredStreams(properties)
              .showing(
                  logConsumer,
                  List.of(topics.orders(), topics.merchants()),
                  readPositions,
                  deadLetters);
      for (StreamDefinition stream : streams.running(definitions)) {
        configured.with(stream, streams.threads(), streams.hashKey(), tables, properties, meters);
      }
      return configured;
    }
  }
}
