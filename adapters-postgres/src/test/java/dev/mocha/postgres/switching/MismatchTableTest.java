package dev.mocha.postgres.switching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Mismatches.Field;
import dev.mocha.application.switching.Mismatches.Mismatch;
import dev.mocha.postgres.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MismatchTableTest {

  @AutoClose private final TestDatabase database = TestDatabase.ofOrders();
  private final MismatchTable mismatches = new MismatchTable(database.jdbc());

  @Test
  void answers_that_differed_are_kept_for_a_time() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Mismatch old = mismatch(now.minus(Duration.ofDays(2)), Counted.LATE);
    Mismatch young = mismatch(now, Counted.WRONG);
    mismatches.keep(old);
    mismatches.keep(young);

    assertThat(mismatches.latest(null, 10)).containsExactly(young, old);
    assertThat(mismatches.latest(null, 1)).containsExactly(young);
    assertThat(mismatches.latest(Counted.LATE, 10)).containsExactly(old);
    mismatches.forget(Duration.ofDays(1));
    assertThat(mismatches.latest(null, 10)).containsExactly(young);
  }

  @Test
  void of_very_many_of_a_kind_the_first_of_a_minute_are_kept() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    mismatches.keep(mismatch(now, Counted.LATE));
    for (int i = 0; i < 120; i++) {
      mismatches.keep(mismatch(now.plusMillis(i), Counted.WRONG));
    }
    mismatches.keep(mismatch(now.plusSeconds(61), Counted.WRONG));

    assertThat(mismatches.latest(Counted.WRONG, 1_000)).hasSize(101);
    assertThat(mismatches.latest(Counted.LATE, 1_000)).hasSize(1);
  }

  private static Mismatch mismatch(Instant at, Counted kind) {
    return new Mismatch(
        at,
        7,
        "m-1",
        LocalDate.of(2018, 7, 26),
        kind,
        at.minusSeconds(2),
        at.minusSeconds(1),
        40,
        List.of(new Field("summary.orders", "1", null), new Field("a ❄", null, "\"x\"")));
  }
}
