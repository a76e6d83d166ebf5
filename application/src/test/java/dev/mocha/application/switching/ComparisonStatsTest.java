package dev.mocha.application.switching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.switching.ComparisonStats.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonStatsTest {

  private static ComparisonStats compared(long matches, long mismatches) {
    return new ComparisonStats(
        Map.of(Kind.MATCH, matches, Kind.VALUE, mismatches, Kind.UNSTABLE, 7L, Kind.SHED, 9L),
        Latencies.NONE,
        Latencies.NONE);
  }

  /** The bounds as the formula gives them by hand. */
  @ParameterizedTest
  @CsvSource({"10, 0, 0.722467", "1000, 0, 0.996173", "999, 1, 0.994357", "90, 10, 0.825634"})
  void the_match_rate_has_the_lower_bound_of_wilson(long matches, long mismatches, BigDecimal low) {
    assertThat(compared(matches, mismatches).matchRateLowerBound()).isEqualByComparingTo(low);
  }

  @Test
  void without_comparisons_the_rates_are_zero() {
    assertThat(ComparisonStats.NOTHING.matchRate()).isZero();
    assertThat(ComparisonStats.NOTHING.matchRateLowerBound()).isZero();
    assertThat(compared(0, 0).compared()).isZero();
  }

  @Test
  void statistics_of_processes_add_up() {
    var one = new Latencies.Recorder();
    var other = new Latencies.Recorder();
    for (int millis = 1; millis <= 50; millis++) {
      one.record(Duration.ofMillis(millis).toNanos());
      other.record(Duration.ofMillis(50 + millis).toNanos());
    }
    ComparisonStats both =
        new ComparisonStats(Map.of(Kind.MATCH, 2L), one.latencies(), Latencies.NONE)
            .plus(new ComparisonStats(Map.of(Kind.MATCH, 3L), other.latencies(), one.latencies()));

    assertThat(both.of(Kind.MATCH)).isEqualTo(5);
    assertThat(both.primary().total()).isEqualTo(100);
    assertThat(both.primary().percentile(50))
        .isBetween(Duration.ofMillis(50), Duration.ofMillis(55));
    assertThat(both.primary().percentile(99))
        .isBetween(Duration.ofMillis(99), Duration.ofMillis(109));
    assertThat(both.candidate().percentile(100))
        .isBetween(Duration.ofMillis(50), Duration.ofMillis(55));
    assertThat(Latencies.NONE.percentile(99)).isZero();
  }

  @Test
  void a_latency_beyond_the_ranges_counts_in_the_nearest_one() {
    var recorder = new Latencies.Recorder();
    recorder.record(1);
    recorder.record(Duration.ofDays(1).toNanos());

    assertThat(recorder.latencies().percentile(1)).isEqualTo(Duration.ofNanos(50_000));
    assertThat(recorder.latencies().percentile(100)).isGreaterThan(Duration.ofMinutes(3));
  }
}
