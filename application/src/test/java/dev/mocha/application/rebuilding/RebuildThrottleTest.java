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
  void the_rate_is_the_average_of_all_that_was_read() {
    RebuildThrottle pace = pace(1_000);

    pace.read(150);
    pace.read(250);

    assertThat(nanos - 77).isEqualTo(TimeUnit.MILLISECONDS.toNanos(400));
    assertThat(pace.read()).isEqualTo(400);
  }

  @Test
  void a_waiting_thread_wakes_up_every_tenth_of_a_second() {
    pace(1_000).read(250);

    assertThat(waits).containsExactly(100_000_000L, 100_000_000L, 50_000_000L);
  }

  @Test
  void lost_time_is_made_up_for() {
    RebuildThrottle pace = pace(1_000);
    nanos += TimeUnit.SECONDS.toNanos(1);

    pace.read(900);
    assertThat(waits).isEmpty();
    pace.read(101);
    assertThat(waits).containsExactly(1_000_000L);
  }

  @Test
  void without_a_rate_no_thread_waits() {
    pace(0).read(Long.MAX_VALUE);

    assertThat(waits).isEmpty();
  }

  @Test
  void all_threads_end_for_the_first_reason() {
    RebuildThrottle pace = pace(0);
    var first = new IrregularHistory("first");

    assertThat(pace.end(first)).isSameAs(first);
    assertThat(pace.end(new IrregularHistory("second"))).isSameAs(first);
    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> pace.read(1))
        .isSameAs(first);
  }

  @Test
  void a_waiting_thread_ends_too() {
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
        .isThrownBy(() -> pace[0].read(1))
        .isSameAs(late);
  }
}
