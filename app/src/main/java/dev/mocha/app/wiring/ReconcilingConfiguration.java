package dev.mocha.app.wiring;

import dev.mocha.application.process.Role;
import dev.mocha.application.process.StartOrder;
import dev.mocha.application.rebuilding.DayRebuild;
import dev.mocha.application.reconciling.OperationalDays;
import dev.mocha.application.reconciling.ReconciliationControl;
import dev.mocha.application.reconciling.ReconciliationRun.Stats;
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

/** Reconciliation in the role {@code consumer}, where it uses the main service's database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReconcilingProperties.class)
@Profile(Role.CONSUMER)
@ConditionalOnProperty("mocha.postgres.orders.url")
class ReconcilingConfiguration {

  @Bean
  ReconciliationControl reconciling(
      ReconciliationRuns runs,
      OperationalDays operational,
      ReportDays reports,
      DayRebuild rebuild,
      ReconcilingProperties properties,
      Clock clock) {
    return new ReconciliationControl(
        runs, operational, reports, rebuild::run, properties.offPeak(), clock);
  }

  @Bean
  MeterBinder reconciliationMeters(ReconciliationControl reconciling) {
    return registry -> {
      count(registry, reconciling, "days", "Days checked", Stats::days);
      count(registry, reconciling, "differing", "Days and terms that differed", Stats::differing);
      count(registry, reconciling, "repaired", "Days and terms repaired", Stats::repaired);
    };
  }

  private static void count(
      MeterRegistry registry,
      ReconciliationControl reconciling,
      String name,
      String description,
      ToLongFunction<Stats> figure) {
    FunctionCounter.builder(
            "mocha.reconciliation." + name, reconciling, it -> figure.applyAsLong(it.stats()))
        .description(description)
        .register(registry);
  }

  @Bean
  PeriodicTask reconciliationTask(ReconciliationControl reconciling) {
    return new PeriodicTask(
        "reconciliations", StartOrder.BACKGROUND, Duration.ofSeconds(5), reconciling::work);
  }
}
