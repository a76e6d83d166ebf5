package dev.mocha.app.wiring;

import dev.mocha.application.process.Role;
import dev.mocha.application.process.StartOrder;
import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Gate;
import dev.mocha.application.switching.Mismatches;
import dev.mocha.application.switching.ReportPath;
import dev.mocha.application.switching.SwitchControl;
import dev.mocha.application.switching.SwitchStates;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Report traffic is moved by the role {@code orders}, whose door merchants' apps use. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SwitchingProperties.class)
@Profile(Role.ORDERS)
class SwitchingConfiguration {

  /** A change holds everywhere within a second. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private static final Duration DECIDE = Duration.ofSeconds(1);
  private static final Duration FORGET = Duration.ofHours(1);

  @Bean
  SwitchControl switching(
      SwitchStates states,
      Mismatches mismatches,
      @Qualifier("oldPath") ReportPath oldPath,
      @Qualifier("newPath") ReportPath newPath,
      ReportPath.Fields fields,
      SwitchingProperties properties,
      Clock clock) {
    return new SwitchControl(
        states,
        mismatches,
        oldPath,
        newPath,
        fields,
        new Gate(properties.gate().rules()),
        properties.compared(),
        properties.taken(),
        clock);
  }

  @Bean
  MeterBinder switchMeters(SwitchControl switching) {
    return registry -> {
      Gauge.builder("mocha.switch.share", switching, it -> it.terms().state().newShare())
          .description("Percent of the merchants whom the new path answers")
          .register(registry);
      for (Counted what : Counted.values()) {
        FunctionCounter.builder("mocha.switch.seen", switching, it -> it.terms().seen().of(what))
            .tag("what", what.name().toLowerCase(Locale.ROOT))
            .description("Answers of both paths, by what came of them")
            .register(registry);
      }
    };
  }

  @Bean
  PeriodicTask switchFollowed(SwitchControl switching) {
    return new PeriodicTask(
        "the switch's state",
        StartOrder.SWITCH_STATE,
        LOOK,
        () -> {
          switching.terms().refresh();
          return LOOK;
        });
  }

  @Bean
  PeriodicTask gateDecides(SwitchControl switching) {
    return new PeriodicTask(
        "the switch's gate",
        StartOrder.SWITCH_GATE,
        DECIDE,
        () -> {
          switching.decide();
          return DECIDE;
        });
  }

  @Bean
  PeriodicTask pathsCompared(SwitchControl switching) {
    return new PeriodicTask(
        "comparisons", StartOrder.SWITCH_GATE, DECIDE, switching.comparing()::work);
  }

  @Bean
  PeriodicTask mismatchesForgotten(Mismatches mismatches, SwitchingProperties properties) {
    return new PeriodicTask(
        "old mismatches",
        StartOrder.SWITCH_GATE,
        FORGET,
        () -> {
          mismatches.forget(properties.keep());
          return FORGET;
        });
  }
}
