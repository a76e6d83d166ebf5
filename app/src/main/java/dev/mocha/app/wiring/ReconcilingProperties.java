package dev.mocha.app.wiring;

import dev.mocha.application.reconciling.ReconciliationControl.OffPeak;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Reconciliation, under {@code mocha.reconciling}.
 *
 * @param automatic whether a run begins once in the off-peak hours of each day; false by default
 * @param begin of the off-peak hours; 02:00 by default
 * @param end of the off-peak hours; 05:00 by default, before {@code begin} where they span midnight
 * @param zone of the off-peak hours; UTC by default
 * @param days the number of latest days that the automatic run checks, 1 to 3650; 35 by default
 * @param rate the maximum number of orders that a run reads a second, 1 to 1,000,000; 1,000 by
 *     default
 * @param repair whether the automatic run rebuilds days that differ from the log; false by default
 * @param retention how long runs and their findings are kept after their end; they are deleted when
 *     another run begins; 90 days by default
 */
@ConfigurationProperties("mocha.reconciling")
record ReconcilingProperties(
    @DefaultValue("false") boolean automatic,
    @DefaultValue("02:00") LocalTime begin,
    @DefaultValue("05:00") LocalTime end,
    @DefaultValue("UTC") ZoneId zone,
    @DefaultValue("35") int days,
    @DefaultValue("1000") int rate,
    @DefaultValue("false") boolean repair,
    @DefaultValue("90d") Duration retention) {

  ReconcilingProperties {
    if (begin.equals(end)) {
      throw new IllegalArgumentException(
          "mocha.reconciling.begin and mocha.reconciling.end must differ");
    }
    if (days < 1 || days > 3_650) {
      throw new IllegalArgumentException("mocha.reconciling.days must be 1 to 3650");
    }
    if (rate < 1 || rate > 1_000_000) {
      throw new IllegalArgumentException("mocha.reconciling.rate must be 1 to 1,000,000");
    }
  }

  OffPeak offPeak() {
    return new OffPeak(automatic, begin, end, zone, days, rate, repair, retention);
  }
}
