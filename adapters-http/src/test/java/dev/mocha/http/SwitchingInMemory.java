package dev.mocha.http;

import dev.mocha.application.switching.Gate;
import dev.mocha.application.switching.MeasuredPaths;
import dev.mocha.application.switching.ReportPath;
import dev.mocha.application.switching.ReportSwitch;
import dev.mocha.application.switching.ShadowComparison;
import dev.mocha.application.switching.StatesInMemory;
import dev.mocha.application.switching.SwitchControl;
import dev.mocha.application.switching.SwitchEpochs;
import dev.mocha.application.switching.SwitchState;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use cases of switching, with the database in memory. */
@Configuration(proxyBeanMethods = false)
public class SwitchingInMemory {

  private static final Duration STALE_AFTER = Duration.ofSeconds(30);

  @Bean
  StatesInMemory switchStates() {
    var setting = new Setting(Mode.PRIMARY, 0, Set.of(), Set.of(), false);
    return new StatesInMemory(
        new SwitchState(0, setting, TestApplication.NOW), TestApplication.NOW);
  }

  @Bean
  SwitchEpochs switchEpochs(StatesInMemory states, Clock clock) {
    return new SwitchEpochs(states, clock);
  }

  @Bean
  ReportSwitch reportSwitch(
      StatesInMemory states,
      SwitchEpochs epochs,
      @Qualifier("primaryPath") ReportPath primary,
      @Qualifier("candidatePath") ReportPath candidate,
      ReportPath.Fields fields,
      Clock clock) {
    var paths = new MeasuredPaths(primary, candidate, STALE_AFTER, clock);
    var comparison =
        new ShadowComparison(
            epochs, paths, fields, states, new ShadowComparison.Limits(20, STALE_AFTER), clock);
    return new ReportSwitch(epochs, paths, comparison, 5);
  }

  @Bean
  SwitchControl switchControl(StatesInMemory states, SwitchEpochs epochs, Clock clock) {
    var gate =
        new Gate(
            new Gate.Rules(
                List.of(1, 100),
                Duration.ZERO,
                1_000,
                new BigDecimal("0.995"),
                STALE_AFTER,
                new BigDecimal("0.01"),
                100));
    return new SwitchControl(states, states, epochs, gate, clock);
  }
}
