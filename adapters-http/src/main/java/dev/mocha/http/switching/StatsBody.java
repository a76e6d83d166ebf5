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

import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.Latencies;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

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
