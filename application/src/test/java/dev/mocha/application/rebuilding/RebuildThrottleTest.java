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

  private RebuildThrottle throttle(int rate) {
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
    RebuildThrottle throttle = throttle(1_000);

    throttle.read(150);
    throttle.read(250);

    assertThat(nanos - 77).isEqualTo(TimeUnit.MILLISECONDS.toNanos(400));
    assertThat(throttle.read()).isEqualTo(400);
  }

  @Test
  void a_waiting_thread_wakes_up_every_tenth_of_a_second() {
    throttle(1_000).read(250);

    assertThat(waits).containsExactly(100_000_000L, 100_000_000L, 50_000_000L);
  }

  @Test
  void lost_time_is_made_up_for() {
    RebuildThrottle throttle = throttle(1_000);
    nanos += TimeUnit.SECONDS.toNanos(1);

    throttle.read(900);
    assertThat(waits).isEmpty();
    throttle.read(101);
    assertThat(waits).containsExactly(1_000_000L);
  }

  @Test
  void without_a_rate_no_thread_waits() {
    throttle(0).read(Long.MAX_VALUE);

    assertThat(waits).isEmpty();
  }

  @Test
  void all_threads_end_for_the_first_reason() {
    RebuildThrottle throttle = throttle(0);
    var first = new IrregularHistory("first");

    assertThat(throttle.end(first)).isSameAs(first);
    assertThat(throttle.end(new IrregularHistory("second"))).isSameAs(first);
    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> throttle.read(1))
        .isSameAs(first);
  }

  @Test
  void a_waiting_thread_ends_too() {
    var late = new IrregularHistory("while somebody waits");
    var throttle = new RebuildThrottle[1];
    throttle[0] =
        new RebuildThrottle(
            1,
            () -> nanos,
            wait -> {
              nanos += wait;
              throttle[0].end(late);
            });

    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> throttle[0].read(1))
        .isSameAs(late);
  }
}
