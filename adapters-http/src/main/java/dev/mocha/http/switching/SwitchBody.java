package dev.mocha.http.switching;

import static dev.mocha.application.switching.ComparisonStats.Kind.CANDIDATE_FAILURES;
import static dev.mocha.application.switching.ComparisonStats.Kind.CANDIDATE_REQUESTS;
import static dev.mocha.application.switching.ComparisonStats.Kind.CANDIDATE_STALE;
import static dev.mocha.application.switching.ComparisonStats.Kind.FALLBACKS;
import static dev.mocha.application.switching.ComparisonStats.Kind.MATCH;
import static dev.mocha.application.switching.ComparisonStats.Kind.PRIMARY_FAILURES;
import static dev.mocha.application.switching.ComparisonStats.Kind.PRIMARY_REQUESTS;
import static dev.mocha.application.switching.ComparisonStats.Kind.SHED;
import static dev.mocha.application.switching.ComparisonStats.Kind.UNSTABLE;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.Gate.Verdict;
import dev.mocha.application.switching.Latencies;
import dev.mocha.application.switching.SwitchControl.Status;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.domain.ordering.MerchantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The status of the switch, with the statistics of this epoch and the verdict of the gate. */
record SwitchBody(
    long epoch, SettingBody setting, Instant since, StatsBody statistics, GateBody gate) {

  /** {@code advance} with the next share, or {@code wait} or {@code roll-back} with the reasons. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record GateBody(String verdict, @Nullable Integer nextShare, List<String> reasons) {

    static GateBody of(Verdict verdict) {
      return switch (verdict) {
        case Verdict.Advance(var to) -> new GateBody("advance", to.share(), List.of());
        case Verdict.Wait(var reasons) -> new GateBody("wait", null, reasons);
        case Verdict.RollBack(_, var reason, _) -> new GateBody("roll-back", null, List.of(reason));
      };
    }
  }

  /** A setting of the switch. {@code share} is in percent. */
  record SettingBody(
      ModeName mode, int share, List<String> always, List<String> never, boolean automatic) {

    static SettingBody of(Setting it) {
      return new SettingBody(
          ModeName.of(it.mode()),
          it.share(),
          it.always().stream().map(MerchantId::value).sorted().toList(),
          it.never().stream().map(MerchantId::value).sorted().toList(),
          it.automatic());
    }
  }

  /**
   * Statistics of both paths in an epoch. {@code matchRateLowerBound} has a confidence of 97.5%.
   * {@code unstable} and {@code shed} are comparisons without a result.
   */
  record StatsBody(
      long compared,
      long matches,
      BigDecimal matchRate,
      BigDecimal matchRateLowerBound,
      Map<String, Long> mismatches,
      long unstable,
      long shed,
      long fallbacks,
      StatsOfPath primary,
      StatsOfPath candidate) {

    /** A path. Its latencies are at most a tenth too long. */
    record StatsOfPath(
        long requests,
        long failures,
        long stale,
        double p50Millis,
        double p95Millis,
        double p99Millis) {

      static StatsOfPath of(long requests, long failures, long stale, Latencies latencies) {
        return new StatsOfPath(
            requests,
            failures,
            stale,
            millis(latencies.percentile(50)),
            millis(latencies.percentile(95)),
            millis(latencies.percentile(99)));
      }

      private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 10_000.0) / 100.0;
      }
    }

    static StatsBody of(ComparisonStats it) {
      var mismatches = new LinkedHashMap<String, Long>();
      for (Kind kind : Kind.MISMATCHES) {
        mismatches.put(kind.toString(), it.of(kind));
      }
      return new StatsBody(
          it.compared(),
          it.of(MATCH),
          it.matchRate(),
          it.matchRateLowerBound(),
          mismatches,
          it.of(UNSTABLE),
          it.of(SHED),
          it.of(FALLBACKS),
          StatsOfPath.of(it.of(PRIMARY_REQUESTS), it.of(PRIMARY_FAILURES), 0, it.primary()),
          StatsOfPath.of(
              it.of(CANDIDATE_REQUESTS),
              it.of(CANDIDATE_FAILURES),
              it.of(CANDIDATE_STALE),
              it.candidate()));
    }
  }

  static SwitchBody of(Status it) {
    return new SwitchBody(
        it.state().epoch(),
        SettingBody.of(it.state().setting()),
        it.state().since(),
        StatsBody.of(it.stats()),
        GateBody.of(it.verdict()));
  }
}
