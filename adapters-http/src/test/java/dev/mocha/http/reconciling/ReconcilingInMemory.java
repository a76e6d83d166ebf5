package dev.mocha.http.reconciling;

import dev.mocha.application.reconciling.OperationalDays;
import dev.mocha.application.reconciling.ReconciliationControl;
import dev.mocha.application.reconciling.ReconciliationControl.OffPeak;
import dev.mocha.application.reconciling.ReportDays;
import dev.mocha.application.reconciling.RunsInMemory;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use case of reconciliation, on two empty sides. */
@Configuration(proxyBeanMethods = false)
public class ReconcilingInMemory {

  static final int DEFAULT_RATE = 123;

  @Bean
  RunsInMemory reconciliationRuns(Clock clock) {
    return new RunsInMemory(clock);
  }

  @Bean
  ReconciliationControl reconciling(RunsInMemory runs, Clock clock) {
    return new ReconciliationControl(
        runs,
        Empty.OPERATIONAL,
        Empty.REPORTS,
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

  private static final class Empty {

    private static final OperationalDays OPERATIONAL =
        new OperationalDays() {
          @Override
          public List<MerchantId> merchants(@Nullable MerchantId after, int limit) {
            return List.of();
          }

          @Override
          public Map<LocalDate, Long> counts(MerchantId merchantId, LocalDate from, LocalDate to) {
            throw new UnsupportedOperationException();
          }

          @Override
          public OperationalSnapshot read(MerchantId merchantId, LocalDate from, LocalDate to) {
            throw new UnsupportedOperationException();
          }
        };

    private static final ReportDays REPORTS =
        new ReportDays() {
          @Override
          public List<MerchantId> merchants(@Nullable MerchantId after, int limit) {
            return List.of();
          }

          @Override
          public Map<LocalDate, Long> counts(MerchantId merchantId, LocalDate from, LocalDate to) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Instant completeTo() {
            return Instant.EPOCH;
          }

          @Override
          public ReportSnapshot read(MerchantId merchantId, LocalDate from, LocalDate to) {
            throw new UnsupportedOperationException();
          }
        };
  }
}
