package dev.mocha.app.wiring;

import dev.mocha.application.switching.Gate;
import dev.mocha.application.switching.ReportSwitch;
import dev.mocha.application.switching.ShadowComparison;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How report traffic is moved, under {@code mocha.switching}.
 *
 * @param staleAfter an answer of the new path must be complete to a moment so near; 30 s by default
 * @param comparedPerSecond comparisons of a process at most, 1 to 1,000; 20 by default
 * @param patience how long the new path may be behind before that is a difference; 30 s by default
 * @param sample of what the new path answers is compared with the old one, 0 to 100 percent; 5 by
 *     default
 * @param keep how long answers that differed are kept; 14 days by default
 * @param gate what a step of the ramp must show
 */
@ConfigurationProperties("mocha.switching")
record SwitchingProperties(
    @DefaultValue("30s") Duration staleAfter,
    @DefaultValue("20") int comparedPerSecond,
    @DefaultValue("30s") Duration patience,
    @DefaultValue("5") int sample,
    @DefaultValue("14d") Duration keep,
    @DefaultValue GateProperties gate) {

  /**
   * What a step of the ramp must show, under {@code mocha.switching.gate}.
   *
   * @param steps shares of merchants in percent, rising; 1, 5, 25, 50, 100 by default
   * @param leastTime of a step; 10 min by default
   * @param compared answers of a step at least; 1,000 by default
   * @param matchRate that must be exceeded with a confidence of 97.5%, 0 to 1; 0.995 by default
   * @param fastEnough the 99th percentile of the new path may be above that of the old one up to
   *     here; 50 ms by default
   * @param failures by which the new path may be worse than the old one, 0 to 1: of the answers
   *     asked for, those that failed or were stale; 0.01 by default
   * @param leastAsked answers of the new path before its failures and its times are judged; 100 by
   *     default
   */
  record GateProperties(
      @DefaultValue({"1", "5", "25", "50", "100"}) List<Integer> steps,
      @DefaultValue("10m") Duration leastTime,
      @DefaultValue("1000") long compared,
      @DefaultValue("0.995") BigDecimal matchRate,
      @DefaultValue("50ms") Duration fastEnough,
      @DefaultValue("0.01") BigDecimal failures,
      @DefaultValue("100") long leastAsked) {

    Gate.Rules rules() {
      return new Gate.Rules(
          steps, leastTime, compared, matchRate, fastEnough, failures, leastAsked);
    }
  }

  SwitchingProperties {
    if (comparedPerSecond < 1 || comparedPerSecond > 1_000) {
      throw new IllegalArgumentException("mocha.switching.compared-per-second must be 1 to 1000");
    }
    if (sample < 0 || sample > 100) {
      throw new IllegalArgumentException("mocha.switching.sample must be 0 to 100");
    }
  }

  ShadowComparison.Limits compared() {
    return new ShadowComparison.Limits(comparedPerSecond, patience);
  }

  ReportSwitch.Limits taken() {
    return new ReportSwitch.Limits(staleAfter, sample);
  }
}
