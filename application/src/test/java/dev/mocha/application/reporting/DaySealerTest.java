package dev.mocha.application.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.SealedDays.Portion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DaySealerTest {

  private static final Duration A_DAY = Duration.ofMillis(2);
  private static final ReportEncoder FORM = _ -> new byte[0];

  private Instant now = Instant.EPOCH;
  private int due;

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException();
        }
      };

  /** Each takes its time. */
  private final SealedDays days =
      new SealedDays() {
        @Override
        public Portion seal(int most, ReportEncoder form) {
          int checked = Math.min(most, due);
          due -= checked;
          now = now.plus(A_DAY.multipliedBy(checked));
          return new Portion(checked, checked - checked / 10);
        }

        @Override
        public long due() {
          return due;
        }
      };

  @Test
  void it_takes_its_share_of_the_time_while_days_are_due_and_pauses_when_none_is() {
    var sealer = new DaySealer(days, FORM, 25, clock);
    due = 2 * DaySealer.PORTION + 10;

    assertThat(sealer.work()).isEqualTo(A_DAY.multipliedBy(DaySealer.PORTION * 3L));
    assertThat(sealer.work()).isEqualTo(A_DAY.multipliedBy(DaySealer.PORTION * 3L));
    assertThat(sealer.work()).isEqualTo(DaySealer.IDLE_PAUSE);
    assertThat(sealer.work()).isEqualTo(DaySealer.IDLE_PAUSE);
    assertThat(sealer.sealed()).isEqualTo(45 + 45 + 9);
  }

  @Test
  void a_share_of_100_percent_leaves_no_pause() {
    due = DaySealer.PORTION;

    assertThat(new DaySealer(days, FORM, 100, clock).work()).isEqualTo(Duration.ZERO);
  }
}
