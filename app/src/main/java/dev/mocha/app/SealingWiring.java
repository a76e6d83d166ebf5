package dev.mocha.app;

import dev.mocha.application.reporting.DaySealer;
import dev.mocha.application.reporting.ReportForm;
import dev.mocha.application.reporting.SealedDays;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Days that are over are sealed by the role {@code consumer}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SealingProperties.class)
@ConditionalOnProperty(name = "mocha.roles.consumer", matchIfMissing = true)
class SealingWiring {

  @Bean
  DaySealer daySealer(SealedDays days, ReportForm form, SealingProperties properties, Clock clock) {
    return new DaySealer(days, form, properties.share(), clock);
  }

  @Bean
  Repeated daysSealed(DaySealer sealer) {
    return new Repeated("seals", 120, Duration.ofSeconds(5), sealer::work, () -> {});
  }

  /** NaN while the database is away. */
  @Bean
  MeterBinder sealingMeters(DaySealer sealer, SealedDays days) {
    return registry -> {
      FunctionCounter.builder("mocha.seals.written", sealer, DaySealer::sealed)
          .description("Days sealed by this process")
          .register(registry);
      Gauge.builder("mocha.seals.due", days, SealedDays::due)
          .description("Days that wait for the sealer")
          .register(registry);
    };
  }
}
