package dev.mocha.application.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** On a time that passes only where somebody waits. */
class RebuildThrottleTest {

  private final List<Long> waits = new ArrayList<>();
  private long nanos = 77;

  private RebuildThrottle pace(int rate) {
    return new RebuildThrottle(
        rate,
        () -> nanos,
        wait -> {
          waits.add(wait);
          nanos += wait;
        });
  }

  @Test
  void a_rate_is_held_over_everything_that_was_read() {
    RebuildThrottle pace = pace(1_000);

    pace.passed(150);
    pace.passed(250);

    assertThat(nanos - 77).isEqualTo(TimeUnit.MILLISECONDS.toNanos(400));
    assertThat(pace.read()).isEqualTo(400);
  }

  @Test
  void who_waits_looks_up_every_tenth_of_a_second() {
    pace(1_000).passed(250);

    assertThat(waits).containsExactly(100_000_000L, 100_000_000L, 50_000_000L);
  }

  @Test
  void time_that_was_lost_is_made_up_for() {
    RebuildThrottle pace = pace(1_000);
    nanos += TimeUnit.SECONDS.toNanos(1);

    pace.passed(900);
    assertThat(waits).isEmpty();
    pace.passed(101);
    assertThat(waits).containsExactly(1_000_000L);
  }

  @Test
  void without_a_rate_nobody_waits() {
    pace(0).passed(Long.MAX_VALUE);

    assertThat(waits).isEmpty();
  }

  @Test
  void all_end_for_the_first_reason() {
    RebuildThrottle pace = pace(0);
    var first = new IrregularHistory("first");

    assertThat(pace.end(first)).isSameAs(first);
    assertThat(pace.end(new IrregularHistory("second"))).isSameAs(first);
    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> pace.passed(1))
        .isSameAs(first);
  }

  @Test
  void who_waits_ends_too() {
    var late = new IrregularHistory("while somebody waits");
    var pace = new RebuildThrottle[1];
    pace[0] =
        new RebuildThrottle(
            1,
            () -> nanos,
            wait -> {
              nanos += wait;
              pace[0].end(late);
            });

    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> pace[0].passed(1))
        .isSameAs(late);
  }
}
