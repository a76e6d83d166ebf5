package dev.mocha.kafka.publishing;

import dev.mocha.application.ordering.EventValidation;
import dev.mocha.application.process.Role;
import dev.mocha.application.publishing.LogIngest;
import dev.mocha.application.publishing.PublishedLog;
import dev.mocha.application.publishing.PublishedSchemas;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.log.Topics;
import dev.mocha.logclient.Schemas;
import io.micrometer.core.instrument.MeterRegistry;
import org.axonframework.tracing.NoOpSpanFactory;
import org.axonframework.tracing.SpanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The outbox relay's producer, the ingest of other services' events, and the schemas. */
@Configuration(proxyBeanMethods = false)
public class PublishingConfiguration {

  @Bean
  PublishedSchemas publishedSchemas(KafkaProperties properties, Schemas schemas) {
    return new LogSchemas(schemas, properties.relay().schemas());
  }

  @Bean
  @Profile(Role.ORDERS)
  EventValidation eventValidation(Schemas schemas) {
    return new StoredEventValidation(schemas);
  }

  @Bean
  @Profile(Role.ORDERS)
  PublishedLog publishedLog(
      KafkaProperties properties,
      Schemas schemas,
      JsonEvents events,
      MeterRegistry meters,
      ObjectProvider<SpanFactory> spans) {
    Topics.ensure(properties);
    return new RelayProducer(
        properties, schemas, events, meters, spans.getIfAvailable(() -> NoOpSpanFactory.INSTANCE));
  }

  @Bean
  @Profile(Role.ORDERS)
  LogIngest logIngest(KafkaProperties properties, Schemas schemas, JsonEvents events) {
    return new KafkaIngest(properties, schemas, events);
  }
}
