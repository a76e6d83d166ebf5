package dev.mocha.app.wiring;

import dev.mocha.application.process.Role;
import dev.mocha.application.process.StartOrder;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.Gate;
import dev.mocha.application.switching.MeasuredPaths;
import dev.mocha.application.switching.Mismatches;
import dev.mocha.application.switching.ReportPath;
import dev.mocha.application.switching.ReportSwitch;
import dev.mocha.application.switching.ShadowComparison;
import dev.mocha.application.switching.SwitchControl;
import dev.mocha.application.switching.SwitchEpochs;
import dev.mocha.application.switching.SwitchStates;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The role {@code orders} moves report traffic: merchants' apps send their requests to it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SwitchingProperties.class)
@Profile(Role.ORDERS)
class SwitchingConfiguration {

  /** So that a change holds everywhere within a second. */
  private static final Duration REFRESH = Duration.ofMillis(250);

  private static final Duration DECIDE = Duration.ofSeconds(1);
  private static final Duration DROP = Duration.ofHours(1);

  @Bean
  SwitchEpochs switchEpochs(SwitchStates states, Clock clock) {
    return new SwitchEpochs(states, clock);
  }

  @Bean
  MeasuredPaths measuredPaths(
      @Qualifier("primaryPath") ReportPath primary,
      @Qualifier("candidatePath") ReportPath candidate,
      SwitchingProperties properties,
      Clock clock) {
    return new MeasuredPaths(primary, candidate, properties.staleAfter(), clock);
  }

  @Bean
  ShadowComparison shadowComparison(
      SwitchEpochs epochs,
      MeasuredPaths paths,
      ReportPath.Fields fields,
      Mismatches mismatches,
      SwitchingProperties properties,
      Clock clock) {
    return new ShadowComparison(
        epochs,
        paths,
        fields,
        mismatches,
        new ShadowComparison.Limits(properties.comparisonsPerSecond(), properties.maxLag()),
        clock);
  }

  @Bean
  ReportSwitch reportSwitch(
      SwitchEpochs epochs,
      MeasuredPaths paths,
      ShadowComparison comparison,
      SwitchingProperties properties) {
    return new ReportSwitch(epochs, paths, comparison, properties.sampleRate());
  }

  @Bean
  SwitchControl switchControl(
      SwitchStates states,
      Mismatches mismatches,
      SwitchEpochs epochs,
      SwitchingProperties properties,
      Clock clock) {
    return new SwitchControl(
        states, mismatches, epochs, new Gate(properties.gate().rules()), clock);
  }

  @Bean
  MeterBinder switchMeters(SwitchEpochs epochs) {
    return registry -> {
      Gauge.builder("mocha.switch.share", epochs, it -> it.state().candidateShare())
          .description("Percent of the merchants that the candidate answers")
          .register(registry);
      for (Kind kind : Kind.values()) {
        FunctionCounter.builder(
                kind.isComparison() ? "mocha.switch.comparisons" : "mocha.switch.requests",
                epochs,
                it -> it.stats().of(kind))
            .tag("kind", kind.toString())
            .description(
                kind.isComparison()
                    ? "Comparisons of both paths by their result"
                    : "Requests to both paths, their failures, and fallbacks")
            .register(registry);
      }
    };
  }

  @Bean
  PeriodicTask switchStateTask(SwitchEpochs epochs) {
    return PeriodicTask.every(REFRESH, "switch-state", StartOrder.SWITCH_STATE, epochs::refresh);
  }

  @Bean
  PeriodicTask gateTask(SwitchControl control) {
    return PeriodicTask.every(DECIDE, "switch-gate", StartOrder.SWITCH_GATE, control::decide);
  }

  @Bean
  PeriodicTask comparisonTask(ShadowComparison comparison) {
    return new PeriodicTask("comparisons", StartOrder.SWITCH_GATE, DECIDE, comparison::work);
  }

  @Bean
  PeriodicTask mismatchRetentionTask(Mismatches mismatches, SwitchingProperties properties) {
    return PeriodicTask.every(
        DROP,
        "mismatch-retention",
        StartOrder.SWITCH_GATE,
        () -> mismatches.dropOlderThan(properties.mismatchRetention()));
  }
}
