package dev.mocha.http;

import dev.mocha.application.reconciling.DaysInMemory;
import dev.mocha.application.reconciling.ReconciliationControl;
import dev.mocha.application.reconciling.ReconciliationControl.OffPeak;
import dev.mocha.application.reconciling.RunsInMemory;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use case of reconciling, without a job that works. */
@Configuration(proxyBeanMethods = false)
public class ReconcilingInMemory {

  public static final int DEFAULT_RATE = 123;

  @Bean
  RunsInMemory runs(Clock clock) {
    return new RunsInMemory(clock);
  }

  @Bean
  ReconciliationControl reconciling(RunsInMemory runs, Clock clock) {
    return new ReconciliationControl(
        runs,
        new DaysInMemory().operational(),
        new DaysInMemory().report(),
        (_, _) -> Optional.empty(),
        new OffPeak(
            false,
            LocalTime.of(2, 0),
            LocalTime.of(5, 0),
            ZoneOffset.UTC,
            1,
            DEFAULT_RATE,
            false,
            Duration.ZERO),
        clock);
  }
}
