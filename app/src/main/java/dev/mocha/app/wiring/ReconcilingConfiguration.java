package dev.mocha.app.wiring;

import dev.mocha.application.process.Role;
import dev.mocha.application.process.StartOrder;
import dev.mocha.application.rebuilding.DayRebuild;
import dev.mocha.application.reconciling.OperationalDays;
import dev.mocha.application.reconciling.ReconciliationControl;
import dev.mocha.application.reconciling.ReconciliationRun.Tally;
import dev.mocha.application.reconciling.ReconciliationRuns;
import dev.mocha.application.reconciling.ReportDays;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.function.ToLongFunction;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Reconciliations, by the role {@code consumer} where it knows the main service's database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReconcilingProperties.class)
@Profile(Role.CONSUMER)
@ConditionalOnProperty("mocha.postgres.orders.url")
class ReconcilingConfiguration {

  @Bean
  ReconciliationControl reconciling(
      ReconciliationRuns sweeps,
      OperationalDays operational,
      ReportDays reports,
      DayRebuild rebuild,
      ReconcilingProperties properties,
      Clock clock) {
    return new ReconciliationControl(
        sweeps, operational, reports, rebuild::run, properties.offPeak(), clock);
  }

  @Bean
  MeterBinder reconciliationMeters(ReconciliationControl reconciling) {
    return registry -> {
      count(registry, reconciling, "days", "Days that were looked at", Tally::days);
      count(registry, reconciling, "differing", "Days and terms that differed", Tally::differing);
      count(registry, reconciling, "healed", "Those of them that were healed", Tally::healed);
    };
  }

  private static void count(
      MeterRegistry registry,
      ReconciliationControl reconciling,
      String name,
      String description,
      ToLongFunction<Tally> figure) {
    FunctionCounter.builder(
            "mocha.reconciliation." + name, reconciling, it -> figure.applyAsLong(it.seen()))
        .description(description)
        .register(registry);
  }

  @Bean
  PeriodicTask reconciliationsCarriedOut(ReconciliationControl reconciling) {
    return new PeriodicTask(
        "reconciliations", StartOrder.BACKGROUND, Duration.ofSeconds(5), reconciling::work);
  }
}
