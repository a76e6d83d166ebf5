package dev.mocha.app.wiring;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The composition root: one configuration for each feature, Axon and tracing. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditProperties.class)
@Import({
  AxonConfiguration.class,
  TracingConfiguration.class,
  OrderingConfiguration.class,
  PublishingConfiguration.class,
  StreamingConfiguration.class,
  ReportingConfiguration.class,
  RebuildingConfiguration.class,
  ReconcilingConfiguration.class,
  SwitchingConfiguration.class
})
class WiringConfiguration {

  /** A clock with PostgreSQL's precision, microseconds. */
  @Bean
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  }

  @Bean
  @ConditionalOnProperty("mocha.audit.file")
  AuditFile auditFile(AuditProperties properties) {
    return new AuditFile(Objects.requireNonNull(properties.file()), properties.days());
  }
}
