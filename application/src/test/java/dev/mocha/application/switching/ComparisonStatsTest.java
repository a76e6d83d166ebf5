package dev.mocha.application.switching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Latencies.Counts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonStatsTest {

  private static ComparisonStats compared(long alike, long wrong) {
    return new ComparisonStats(
        Map.of(Counted.ALIKE, alike, Counted.WRONG, wrong, Counted.MOVING, 7L, Counted.SHED, 9L),
        Counts.NONE,
        Counts.NONE);
  }

  /** The bounds as the formula gives them by hand. */
  @ParameterizedTest
  @CsvSource({"10, 0, 0.722467", "1000, 0, 0.996173", "999, 1, 0.994357", "90, 10, 0.825634"})
  void the_rate_of_matches_is_above_the_lower_bound_of_wilson(
      long alike, long wrong, BigDecimal low) {
    assertThat(compared(alike, wrong).matchRateAtLeast()).isEqualByComparingTo(low);
  }

  @Test
  void nothing_compared_proves_nothing() {
    assertThat(ComparisonStats.NOTHING.matchRate()).isZero();
    assertThat(ComparisonStats.NOTHING.matchRateAtLeast()).isZero();
    assertThat(compared(0, 0).compared()).isZero();
  }

  @Test
  void what_processes_have_seen_adds_up() {
    var one = new Latencies();
    var other = new Latencies();
    for (int millis = 1; millis <= 50; millis++) {
      one.record(Duration.ofMillis(millis).toNanos());
      other.record(Duration.ofMillis(50 + millis).toNanos());
    }
    ComparisonStats both =
        new ComparisonStats(Map.of(Counted.ALIKE, 2L), one.counts(), Counts.NONE)
            .plus(new ComparisonStats(Map.of(Counted.ALIKE, 3L), other.counts(), one.counts()));

    assertThat(both.of(Counted.ALIKE)).isEqualTo(5);
    assertThat(both.old().total()).isEqualTo(100);
    assertThat(both.old().percentile(50)).isBetween(Duration.ofMillis(50), Duration.ofMillis(55));
    assertThat(both.old().percentile(99)).isBetween(Duration.ofMillis(99), Duration.ofMillis(109));
    assertThat(both.young().percentile(100))
        .isBetween(Duration.ofMillis(50), Duration.ofMillis(55));
    assertThat(Counts.NONE.percentile(99)).isZero();
  }

  @Test
  void times_beyond_the_ranges_count_as_the_nearest() {
    var latencies = new Latencies();
    latencies.record(1);
    latencies.record(Duration.ofDays(1).toNanos());

    assertThat(latencies.counts().percentile(1)).isEqualTo(Duration.ofNanos(50_000));
    assertThat(latencies.counts().percentile(100)).isGreaterThan(Duration.ofMinutes(3));
  }
}
