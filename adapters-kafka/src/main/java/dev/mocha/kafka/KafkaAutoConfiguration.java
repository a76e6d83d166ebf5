package dev.mocha.kafka;

import dev.mocha.application.publishing.PublishedLog;
import dev.mocha.application.streaming.DeadLetters;
import dev.mocha.application.streaming.ReadPositions;
import dev.mocha.kafka.publishing.KafkaLog;
import dev.mocha.kafka.streaming.EventTarget;
import dev.mocha.kafka.streaming.LogConsumer;
import io.micrometer.core.instrument.MeterRegistry;
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
@EnableConfigurationProperties(KafkaProperties.class)
public class KafkaAutoConfiguration {

  @Bean
  Serializer eventSerializer() {
    return new JsonEvents();
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
  }
}
