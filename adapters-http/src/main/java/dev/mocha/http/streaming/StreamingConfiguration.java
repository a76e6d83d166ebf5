package dev.mocha.http.streaming;

import dev.mocha.application.process.Role;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;

/** The HTTP API for streams and dead letters. */
@Configuration(proxyBeanMethods = false)
@Import({DeadLetterController.class, StreamController.class})
@Profile(Role.CONSUMER)
public class StreamingConfiguration {}
