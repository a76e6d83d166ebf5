package dev.mocha.http.switching;

import static dev.mocha.application.switching.ComparisonStats.Counted.ALIKE;
import static dev.mocha.application.switching.ComparisonStats.Counted.FELL_BACK;
import static dev.mocha.application.switching.ComparisonStats.Counted.LATE;
import static dev.mocha.application.switching.ComparisonStats.Counted.MOVING;
import static dev.mocha.application.switching.ComparisonStats.Counted.NEW_ASKED;
import static dev.mocha.application.switching.ComparisonStats.Counted.NEW_FAILED;
import static dev.mocha.application.switching.ComparisonStats.Counted.NEW_STALE;
import static dev.mocha.application.switching.ComparisonStats.Counted.OLD_ASKED;
import static dev.mocha.application.switching.ComparisonStats.Counted.OLD_FAILED;
import static dev.mocha.application.switching.ComparisonStats.Counted.SHED;

import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Latencies.Counts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was seen of both paths in a term. {@code matchRateAtLeast} is the lower bound of the rate of
 * matches with a confidence of 97.5%; {@code shed} and {@code moving} were not compared.
 */
record StatsBody(
    long compared,
    long alike,
    BigDecimal matchRate,
    BigDecimal matchRateAtLeast,
    Map<String, Long> differing,
    long moving,
    long shed,
    long fellBack,
    PathBody old,
    PathBody young) {

  /** A path; times in milliseconds, at most a tenth too long. */
  record PathBody(
      long asked, long failed, long stale, double p50Millis, double p95Millis, double p99Millis) {

    static PathBody of(long asked, long failed, long stale, Counts took) {
      return new PathBody(
          asked,
          failed,
          stale,
          millis(took.percentile(50)),
          millis(took.percentile(95)),
          millis(took.percentile(99)));
    }

    private static double millis(Duration duration) {
      return Math.round(duration.toNanos() / 10_000.0) / 100.0;
    }
  }

  static StatsBody of(ComparisonStats it) {
    var differing = new LinkedHashMap<String, Long>();
    for (Counted kind :
        List.of(Counted.WRONG, Counted.MISSING, Counted.BOUNDARY, Counted.ROUNDING, LATE)) {
      differing.put(kind.name().toLowerCase(Locale.ROOT), it.of(kind));
    }
    return new StatsBody(
        it.compared(),
        it.of(ALIKE),
        it.matchRate(),
        it.matchRateAtLeast(),
        differing,
        it.of(MOVING),
        it.of(SHED),
        it.of(FELL_BACK),
        PathBody.of(it.of(OLD_ASKED), it.of(OLD_FAILED), 0, it.old()),
        PathBody.of(it.of(NEW_ASKED), it.of(NEW_FAILED), it.of(NEW_STALE), it.young()));
  }
}
