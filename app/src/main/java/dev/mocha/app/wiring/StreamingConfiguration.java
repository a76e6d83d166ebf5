package dev.mocha.app.wiring;

import dev.mocha.application.process.Role;
import dev.mocha.application.streaming.DeadLetters;
import dev.mocha.application.streaming.Redelivery;
import dev.mocha.application.streaming.Streams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The redelivery of dead letters. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.CONSUMER)
class StreamingConfiguration {

  @Bean
  Redelivery redelivery(DeadLetters deadLetters, Streams streams) {
    return new Redelivery(deadLetters, streams::recipient);
  }
}
