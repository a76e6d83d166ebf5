package dev.mocha.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.publishing.LogIntake;
import dev.mocha.application.publishing.PublishedSchemas;
import dev.mocha.http.publishing.LogController;
import dev.mocha.http.publishing.MarkController;
import dev.mocha.http.publishing.SchemaController;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The way of other services to the log, and the schemas of what is on it. */
@Configuration(proxyBeanMethods = false)
class LogConfiguration {

  @Bean
  SchemaController schemaController(PublishedSchemas schemas) {
    return new SchemaController(schemas);
  }

  @Bean
  @ConditionalOnProperty(name = "mocha.roles.orders", matchIfMissing = true)
  LogController logController(LogIntake intake, ObjectMapper json, HttpProperties properties) {
    return new LogController(intake, json, properties.intake().maxEvents());
  }

  @Bean
  @ConditionalOnProperty(name = "mocha.roles.orders", matchIfMissing = true)
  MarkController markController(LogIntake intake, Clock clock) {
    return new MarkController(intake, clock);
  }
}
