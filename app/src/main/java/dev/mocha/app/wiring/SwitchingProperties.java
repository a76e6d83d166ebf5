package dev.mocha.app.wiring;

import dev.mocha.application.switching.Gate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How report traffic is moved, under {@code mocha.switching}.
 *
 * @param staleAfter a response of the candidate is stale when it is complete to a moment longer
 *     ago; 30 s by default
 * @param comparisonsPerSecond of a process at most, 1 to 1,000; 20 by default
 * @param maxLag how long the candidate may lag before that is a mismatch; 30 s by default
 * @param sampleRate percent of the candidate's responses that are compared with the primary, 0 to
 *     100; 5 by default
 * @param mismatchRetention how long mismatches are kept; 14 days by default
 * @param gate what each step of the ramp must show
 */
@ConfigurationProperties("mocha.switching")
record SwitchingProperties(
    @DefaultValue("30s") Duration staleAfter,
    @DefaultValue("20") int comparisonsPerSecond,
    @DefaultValue("30s") Duration maxLag,
    @DefaultValue("5") int sampleRate,
    @DefaultValue("14d") Duration mismatchRetention,
    @DefaultValue GateProperties gate) {

  /**
   * What each step of the ramp must show, under {@code mocha.switching.gate}.
   *
   * @param steps shares of merchants in percent, rising; 1, 5, 25, 50, 100 by default
   * @param minDuration of a step; 10 min by default
   * @param minComparisons of a step; 1,000 by default
   * @param minMatchRate that the match rate must exceed with a confidence of 97.5%, 0 to 1; 0.995
   *     by default
   * @param acceptableLatency up to which the 99th percentile of the candidate may exceed that of
   *     the primary; 50 ms by default
   * @param maxFailureRate by how much the candidate may fail or be stale more often than the
   *     primary fails, 0 to 1; 0.01 by default
   * @param minRequests to the candidate before its failures and latencies are judged; 100 by
   *     default
   */
  record GateProperties(
      @DefaultValue({"1", "5", "25", "50", "100"}) List<Integer> steps,
      @DefaultValue("10m") Duration minDuration,
      @DefaultValue("1000") long minComparisons,
      @DefaultValue("0.995") BigDecimal minMatchRate,
      @DefaultValue("50ms") Duration acceptableLatency,
      @DefaultValue("0.01") BigDecimal maxFailureRate,
      @DefaultValue("100") long minRequests) {

    Gate.Rules rules() {
      return new Gate.Rules(
          steps,
          minDuration,
          minComparisons,
          minMatchRate,
          acceptableLatency,
          maxFailureRate,
          minRequests);
    }
  }

  SwitchingProperties {
    if (comparisonsPerSecond < 1 || comparisonsPerSecond > 1_000) {
      throw new IllegalArgumentException(
          "mocha.switching.comparisons-per-second must be 1 to 1000");
    }
    if (sampleRate < 0 || sampleRate > 100) {
      throw new IllegalArgumentException("mocha.switching.sample-rate must be 0 to 100");
    }
  }
}
