package dev.mocha.app.wiring;

import dev.mocha.application.reconciling.ReconciliationControl.OffPeak;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the report tables are held against the operational tables, under {@code mocha.reconciling}.
 *
 * @param automatic whether that begins by itself, once a day in the hours from {@code begin} to
 *     {@code end}, and goes on only then; false by default
 * @param begin of these hours; 02:00 by default
 * @param end of these hours; 05:00 by default, before the begin where they span midnight
 * @param zone of these hours; UTC by default
 * @param days that are looked at then, up to the present one, 1 to 3650; 35 by default
 * @param rate orders a second that are read at most, 1 to 1,000,000; 1,000 by default
 * @param repair whether days that differ are then computed anew from the log; false by default
 * @param keep how long reconciliations that ended are kept, with what they have found; dropped when
 *     another begins; 90 days by default
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
    @DefaultValue("90d") Duration keep) {

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
    return new OffPeak(automatic, begin, end, zone, days, rate, repair, keep);
  }
}
