package dev.mocha.http.publishing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.process.Role;
import dev.mocha.application.publishing.LogIngest;
import dev.mocha.application.publishing.PublishedSchemas;
import dev.mocha.http.web.HttpProperties;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The way of other services to the log, and the schemas of what is on it. */
@Configuration(proxyBeanMethods = false)
public class PublishingConfiguration {

  @Bean
  SchemaController schemaController(PublishedSchemas schemas) {
    return new SchemaController(schemas);
  }

  @Bean
  @Profile(Role.ORDERS)
  LogController logController(LogIngest intake, ObjectMapper json, HttpProperties properties) {
    return new LogController(intake, json, properties.intake().maxEvents());
  }

  @Bean
  @Profile(Role.ORDERS)
  WatermarkController markController(LogIngest intake, Clock clock) {
    return new WatermarkController(intake, clock);
  }
}
