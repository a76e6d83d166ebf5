package dev.mocha.app.wiring;

import dev.mocha.application.process.Role;
import dev.mocha.application.process.StartOrder;
import dev.mocha.application.reporting.DaySealer;
import dev.mocha.application.reporting.ReportEncoder;
import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.application.reporting.SealedDays;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Days are sealed by the role {@code consumer} and read by the role {@code reports}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReportingConfiguration.SealingProperties.class)
class ReportingConfiguration {

  /**
   * How days are sealed, under {@code mocha.sealing}.
   *
   * @param share the percentage of the time of one thread that is spent while days are due, 1 to
   *     100; 25 by default
   */
  @ConfigurationProperties("mocha.sealing")
  record SealingProperties(@DefaultValue("25") int share) {

    SealingProperties {
      if (share < 1 || share > 100) {
        throw new IllegalArgumentException("mocha.sealing.share must be 1 to 100");
      }
    }
  }

  @Bean
  @Profile(Role.CONSUMER)
  DaySealer daySealer(
      SealedDays days, ReportEncoder encoder, SealingProperties properties, Clock clock) {
    return new DaySealer(days, encoder, properties.share(), clock);
  }

  @Bean
  @Profile(Role.CONSUMER)
  PeriodicTask sealingTask(DaySealer sealer) {
    return new PeriodicTask("seals", StartOrder.BACKGROUND, Duration.ofSeconds(5), sealer::work);
  }

  /** The gauge is NaN while the database is unavailable. */
  @Bean
  @Profile(Role.CONSUMER)
  MeterBinder sealingMeters(DaySealer sealer, SealedDays days) {
    return registry -> {
      FunctionCounter.builder("mocha.seals.written", sealer, DaySealer::sealed)
          .description("Days sealed by this process")
          .register(registry);
      Gauge.builder("mocha.seals.due", days, SealedDays::due)
          .description("Days that are due to be sealed or checked")
          .register(registry);
    };
  }

  /** Down while no generation of this version is live, or the database is unavailable. */
  @Bean
  @Profile(Role.REPORTS)
  HealthIndicator reportTablesHealthIndicator(ReportQueries tables) {
    return () ->
        tables.areBuilt()
            ? Health.up().build()
            : Health.down()
                .withDetail("reason", "no generation of this version of the daily report is live")
                .build();
  }
}
