package dev.mocha.http.streaming;

import dev.mocha.application.process.Role;
import dev.mocha.application.streaming.DeadLetters;
import dev.mocha.application.streaming.Redelivery;
import dev.mocha.application.streaming.Streams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The HTTP API for streams and dead letters. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.CONSUMER)
public class StreamingConfiguration {

  @Bean
  DeadLetterController deadLetterController(DeadLetters deadLetters, Redelivery redelivery) {
    return new DeadLetterController(deadLetters, redelivery);
  }

  @Bean
  StreamController streamController(Streams streams) {
    return new StreamController(streams);
  }
}
