package dev.mocha.kafka.rebuilding;

import dev.mocha.application.process.Role;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.log.Topics;
import dev.mocha.kafka.streaming.decoding.EventDecoder;
import dev.mocha.logclient.Schemas;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The log as a history for rebuilds. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.CONSUMER)
public class RebuildingConfiguration {

  /** Without schemas: the log client validates records when it publishes them. */
  @Bean
  LogHistory logHistory(KafkaProperties properties, JsonEvents events) {
    Topics.ensure(properties);
    return new LogHistory(properties, new EventDecoder(events, Schemas.of(Map.of())));
  }
}
