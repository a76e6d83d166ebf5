package dev.mocha.http.streaming;

import dev.mocha.application.process.Role;
import dev.mocha.application.streaming.DeadLetters;
import dev.mocha.application.streaming.Redelivery;
import dev.mocha.application.streaming.Streams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The log consumer as operators see it. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.CONSUMER)
public class StreamingConfiguration {

  @Bean
  DeadLetterController deadLetterController(DeadLetters letters, Redelivery redelivery) {
    return new DeadLetterController(letters, redelivery);
  }

  @Bean
  StreamController streamController(Streams streams) {
    return new StreamController(streams);
  }
}
