package dev.mocha.http.publishing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.process.Role;
import dev.mocha.application.publishing.LogIngest;
import dev.mocha.http.web.HttpProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;

/** The ingest of other services' events and watermarks, and the schemas of the log. */
@Configuration(proxyBeanMethods = false)
@Import({SchemaController.class, WatermarkController.class})
public class PublishingConfiguration {

  @Bean
  @Profile(Role.ORDERS)
  LogController logController(LogIngest ingest, ObjectMapper json, HttpProperties properties) {
    return new LogController(ingest, json, properties.ingest().maxEvents());
  }
}
