package dev.mocha.postgres.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Latencies.Counts;
import dev.mocha.application.switching.SwitchState;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates.Order;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.TemporalUnitOffset;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwitchTablesTest {

  private static final Setting RAMP =
      new Setting(
          Mode.RAMP,
          25,
          Set.of(new MerchantId("m-1"), new MerchantId("m-2")),
          Set.of(new MerchantId("m-3")),
          true);
  private static final Setting OLD = new Setting(Mode.OLD, 0, Set.of(), Set.of(), false);

  @AutoClose private final TestDatabase database = TestDatabase.ofOrders();
  private final SwitchTables one = tables("one");
  private final SwitchTables other = tables("other");

  private SwitchTables tables(String instance) {
    return new SwitchTables(database.jdbc(), database.transaction(), instance);
  }

  private static Order order(String reason) {
    return new Order("ops", reason, seen(3));
  }

  private static ComparisonStats seen(long alike) {
    return new ComparisonStats(
        Map.of(Counted.ALIKE, alike), new Counts(new long[] {1, 2, 3}), new Counts(new long[] {4}));
  }

  @Test
  void at_first_the_old_path_answers() {
    assertThat(one.current().setting()).isEqualTo(OLD);
    assertThat(one.current().term()).isZero();
  }

  @Test
  void a_change_is_seen_by_all_and_kept_with_its_evidence() {
    SwitchState changed = one.change(0, RAMP, order("begin")).orElseThrow();

    assertThat(changed.term()).isEqualTo(1);
    assertThat(changed.setting()).isEqualTo(RAMP);
    assertThat(changed.since()).isCloseTo(Instant.now(), within());
    assertThat(other.current()).isEqualTo(changed);
    other.change(1, OLD, order("home"));
    assertThat(one.changes(10)).extracting(it -> it.reason()).containsExactly("home", "begin");
    assertThat(one.changes(1)).hasSize(1);
    assertThat(one.changes(10).getLast())
        .satisfies(
            it -> {
              assertThat(it.by()).isEqualTo("ops");
              assertThat(it.term()).isZero();
              assertThat(it.from()).isEqualTo(OLD);
              assertThat(it.to()).isEqualTo(RAMP);
              assertThat(it.evidence()).usingRecursiveComparison().isEqualTo(seen(3));
            });
  }

  private static TemporalUnitOffset within() {
    return new TemporalUnitWithinOffset(60, ChronoUnit.SECONDS);
  }

  @Test
  void who_decided_on_an_older_state_changes_nothing() {
    one.change(0, RAMP, order("begin"));

    assertThat(other.change(0, OLD, order("home"))).isEmpty();

    assertThat(one.current().setting()).isEqualTo(RAMP);
    assertThat(one.changes(10)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE switch_changes SET reason = 'another'",
        "DELETE FROM switch_changes",
        "TRUNCATE switch_changes"
      })
  void what_was_done_cannot_be_changed(String sql) {
    one.change(0, RAMP, order("begin"));

    assertThatThrownBy(() -> database.jdbc().sql(sql).update())
        .hasMessageContaining("rows of switch_changes are never changed");
  }

  @Test
  void what_processes_have_seen_in_a_term_adds_up_over_its_minutes() {
    Instant minute = Instant.parse("2026-11-23T12:00:00Z");
    one.keep(4, minute, seen(10));
    one.keep(4, minute, seen(11));
    one.keep(4, minute.plusSeconds(60), seen(1_000));
    other.keep(4, minute, seen(5));
    other.keep(5, minute, seen(100));

    assertThat(one.seen(4, Instant.EPOCH).of(Counted.ALIKE)).isEqualTo(1_016);
    assertThat(one.seen(4, minute.plusNanos(1_000)))
        .usingRecursiveComparison()
        .isEqualTo(seen(1_000));
    assertThat(one.seen(4, minute).old().ofRanges()).startsWith(3, 6, 9);
    assertThat(one.seen(6, Instant.EPOCH))
        .usingRecursiveComparison()
        .isEqualTo(ComparisonStats.NOTHING);
  }

  @Test
  void minutes_before_are_folded_into_one_by_each_process_for_itself() {
    Instant minute = Instant.parse("2026-11-23T12:00:00Z");
    for (int i = 0; i < 5; i++) {
      one.keep(4, minute.plusSeconds(60L * i), seen(10));
      other.keep(4, minute.plusSeconds(60L * i), seen(100));
      one.fold(4, minute.plusSeconds(60L * (i - 1)));
    }

    assertThat(one.seen(4, Instant.EPOCH).of(Counted.ALIKE)).isEqualTo(550);
    assertThat(one.seen(4, Instant.EPOCH).old().ofRanges()).startsWith(10, 20, 30);
    assertThat(one.seen(4, minute.plusSeconds(180)).of(Counted.ALIKE)).isEqualTo(220);
    assertThat(
            database
                .jdbc()
                .sql("SELECT count(*) FROM switch_evidence GROUP BY instance ORDER BY 1")
                .query(Integer.class)
                .list())
        .containsExactly(3, 5);
    assertThat(
            database
                .jdbc()
                .sql("SELECT min(minute) FROM switch_evidence")
                .query(Instant.class)
                .single())
        .isEqualTo(minute);
  }

  @Test
  void what_was_seen_in_a_term_that_is_over_is_dropped() {
    one.keep(0, Instant.EPOCH, seen(10));
    one.keep(1, Instant.EPOCH, seen(20));

    one.change(0, RAMP, order("begin"));

    assertThat(one.seen(1, Instant.EPOCH).of(Counted.ALIKE)).isEqualTo(20);
    assertThat(one.seen(0, Instant.EPOCH))
        .usingRecursiveComparison()
        .isEqualTo(ComparisonStats.NOTHING);
  }

  @Test
  void what_another_version_counts_beside_is_passed_over() {
    one.keep(4, Instant.EPOCH, seen(10));
    database
        .jdbc()
        .sql("UPDATE switch_evidence SET counts = counts || '{\"NEVER_HEARD_OF\": 1}'")
        .update();

    assertThat(one.seen(4, Instant.EPOCH)).usingRecursiveComparison().isEqualTo(seen(10));
  }
}
