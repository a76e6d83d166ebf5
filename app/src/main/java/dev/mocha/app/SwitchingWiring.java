package dev.mocha.app;

import dev.mocha.application.switching.Gate;
import dev.mocha.application.switching.Mismatches;
import dev.mocha.application.switching.ReportPath;
import dev.mocha.application.switching.Seen.Counted;
import dev.mocha.application.switching.SwitchStates;
import dev.mocha.application.switching.Switching;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Report traffic is moved by the role {@code orders}, whose door merchants' apps use. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SwitchingProperties.class)
@ConditionalOnProperty(name = "mocha.roles.orders", matchIfMissing = true)
class SwitchingWiring {

  /** A change holds everywhere within a second. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private static final Duration DECIDE = Duration.ofSeconds(1);
  private static final Duration FORGET = Duration.ofHours(1);

  @Bean
  Switching switching(
      SwitchStates states,
      Mismatches mismatches,
      @Qualifier("oldPath") ReportPath oldPath,
      @Qualifier("newPath") ReportPath newPath,
      ReportPath.Fields fields,
      SwitchingProperties properties,
      Clock clock) {
    return new Switching(
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
  MeterBinder switchMeters(Switching switching) {
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
  Repeated switchFollowed(Switching switching) {
    return new Repeated(
        "the switch's state",
        40,
        LOOK,
        () -> {
          switching.terms().refresh();
          return LOOK;
        },
        () -> {});
  }

  @Bean
  Repeated gateDecides(Switching switching) {
    return new Repeated(
        "the switch's gate",
        130,
        DECIDE,
        () -> {
          switching.decide();
          return DECIDE;
        },
        () -> {});
  }

  @Bean
  Repeated pathsCompared(Switching switching) {
    return new Repeated("comparisons", 130, DECIDE, switching.comparing()::work, () -> {});
  }

  @Bean
  Repeated mismatchesForgotten(Mismatches mismatches, SwitchingProperties properties) {
    return new Repeated(
        "old mismatches",
        130,
        FORGET,
        () -> {
          mismatches.forget(properties.keep());
          return FORGET;
        },
        () -> {});
  }
}
