package dev.mocha.postgres.switching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.switching.ComparisonStats.Kind;
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
  void mismatches_are_kept_for_a_time() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Mismatch earlier = mismatch(now.minus(Duration.ofDays(2)), Kind.LATE);
    Mismatch later = mismatch(now, Kind.VALUE);
    mismatches.add(earlier);
    mismatches.add(later);

    assertThat(mismatches.latest(null, 10)).containsExactly(later, earlier);
    assertThat(mismatches.latest(null, 1)).containsExactly(later);
    assertThat(mismatches.latest(Kind.LATE, 10)).containsExactly(earlier);
    mismatches.dropOlderThan(Duration.ofDays(1));
    assertThat(mismatches.latest(null, 10)).containsExactly(later);
  }

  @Test
  void only_the_first_mismatches_of_a_kind_and_minute_are_kept() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    mismatches.add(mismatch(now, Kind.LATE));
    for (int i = 0; i < 120; i++) {
      mismatches.add(mismatch(now.plusMillis(i), Kind.VALUE));
    }
    mismatches.add(mismatch(now.plusSeconds(61), Kind.VALUE));

    assertThat(mismatches.latest(Kind.VALUE, 1_000)).hasSize(101);
    assertThat(mismatches.latest(Kind.LATE, 1_000)).hasSize(1);
  }

  private static Mismatch mismatch(Instant at, Kind kind) {
    return new Mismatch(
        at,
        7,
        "m-1",
        LocalDate.of(2018, 7, 26),
        kind,
        at.minusSeconds(2),
        at.minusSeconds(1),
        40,
        List.of(
            new FieldDifference("summary.orders", "1", null),
            new FieldDifference("a ❄", null, "\"x\"")));
  }
}
