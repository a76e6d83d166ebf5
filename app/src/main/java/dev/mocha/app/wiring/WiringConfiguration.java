package dev.mocha.app.wiring;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The composition root: one configuration for each feature, Axon and tracing. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WiringConfiguration.AuditProperties.class)
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

  /**
   * The audit of accesses, under {@code mocha.audit}.
   *
   * @param file the audit file; by default the log, or {@code audit.log} in the data of embedded
   *     servers
   * @param days the retention of earlier files, 1 to 3,650; 90 by default
   */
  @ConfigurationProperties("mocha.audit")
  record AuditProperties(@Nullable Path file, @DefaultValue("90") int days) {

    private static final int MAX_DAYS = 3_650;

    AuditProperties {
      if (days < 1 || days > MAX_DAYS) {
        throw new IllegalArgumentException("mocha.audit.days must be 1 to 3,650");
      }
    }
  }

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
