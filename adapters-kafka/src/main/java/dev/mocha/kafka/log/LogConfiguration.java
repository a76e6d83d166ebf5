package dev.mocha.kafka.log;

import dev.mocha.logclient.Schemas;
import java.nio.file.Path;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The serializer of events and their schemas, in every process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaProperties.class)
public class LogConfiguration {

  @Bean
  JsonEvents eventSerializer() {
    return new JsonEvents();
  }

  /** The schemas of Mocha's events and of the events of other services. */
  @Bean
  Schemas schemas(KafkaProperties properties) {
    Schemas own = Schemas.onClassPath(LogConfiguration.class.getClassLoader(), "schemas");
    Path folder = properties.ingest().schemas();
    return folder == null ? own : own.with(Schemas.inFolder(folder));
  }
}
