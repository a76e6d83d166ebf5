package dev.mocha.postgres.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.Latencies;
import dev.mocha.application.switching.SwitchState;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates.SwitchChange;
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
  private static final Setting PRIMARY = new Setting(Mode.PRIMARY, 0, Set.of(), Set.of(), false);

  @AutoClose private final TestDatabase database = TestDatabase.ofOrders();
  private final SwitchTables one = tables("one");
  private final SwitchTables other = tables("other");

  private SwitchTables tables(String instance) {
    return new SwitchTables(database.jdbc(), database.transaction(), instance);
  }

  private static SwitchChange change(String reason) {
    return new SwitchChange(new RequestedBy("ops", reason), stats(3));
  }

  private static ComparisonStats stats(long matches) {
    return new ComparisonStats(
        Map.of(Kind.MATCH, matches),
        new Latencies(new long[] {1, 2, 3}),
        new Latencies(new long[] {4}));
  }

  @Test
  void at_first_the_primary_answers() {
    assertThat(one.current().setting()).isEqualTo(PRIMARY);
    assertThat(one.current().epoch()).isZero();
  }

  @Test
  void every_process_reads_a_change_which_is_recorded_with_its_statistics() {
    SwitchState changed = one.change(0, RAMP, change("begin")).orElseThrow();

    assertThat(changed.epoch()).isEqualTo(1);
    assertThat(changed.setting()).isEqualTo(RAMP);
    assertThat(changed.since()).isCloseTo(Instant.now(), within());
    assertThat(other.current()).isEqualTo(changed);
    other.change(1, PRIMARY, change("home"));
    assertThat(one.changes(10))
        .extracting(it -> it.change().requestedBy().reason())
        .containsExactly("home", "begin");
    assertThat(one.changes(1)).hasSize(1);
    assertThat(one.changes(10).getLast())
        .satisfies(
            it -> {
              assertThat(it.change().requestedBy().by()).isEqualTo("ops");
              assertThat(it.epoch()).isZero();
              assertThat(it.from()).isEqualTo(PRIMARY);
              assertThat(it.to()).isEqualTo(RAMP);
              assertThat(it.change().stats()).usingRecursiveComparison().isEqualTo(stats(3));
            });
  }

  private static TemporalUnitOffset within() {
    return new TemporalUnitWithinOffset(60, ChronoUnit.SECONDS);
  }

  @Test
  void a_change_for_an_earlier_epoch_does_nothing() {
    one.change(0, RAMP, change("begin"));

    assertThat(other.change(0, PRIMARY, change("home"))).isEmpty();

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
  void recorded_changes_are_immutable(String sql) {
    one.change(0, RAMP, change("begin"));

    assertThatThrownBy(() -> database.jdbc().sql(sql).update())
        .hasMessageContaining("rows of switch_changes are never changed");
  }

  @Test
  void statistics_of_processes_add_up_over_the_minutes_of_an_epoch() {
    Instant minute = Instant.parse("2026-11-23T12:00:00Z");
    one.record(4, minute, stats(10));
    one.record(4, minute, stats(11));
    one.record(4, minute.plusSeconds(60), stats(1_000));
    other.record(4, minute, stats(5));
    other.record(5, minute, stats(100));

    assertThat(one.stats(4, Instant.EPOCH).of(Kind.MATCH)).isEqualTo(1_016);
    assertThat(one.stats(4, minute.plusNanos(1_000)))
        .usingRecursiveComparison()
        .isEqualTo(stats(1_000));
    assertThat(one.stats(4, minute).primary().counts()).startsWith(3, 6, 9);
    assertThat(one.stats(6, Instant.EPOCH))
        .usingRecursiveComparison()
        .isEqualTo(ComparisonStats.NOTHING);
  }

  @Test
  void each_process_merges_its_own_earlier_minutes() {
    Instant minute = Instant.parse("2026-11-23T12:00:00Z");
    for (int i = 0; i < 5; i++) {
      one.record(4, minute.plusSeconds(60L * i), stats(10));
      other.record(4, minute.plusSeconds(60L * i), stats(100));
      one.merge(4, minute.plusSeconds(60L * (i - 1)));
    }

    assertThat(one.stats(4, Instant.EPOCH).of(Kind.MATCH)).isEqualTo(550);
    assertThat(one.stats(4, Instant.EPOCH).primary().counts()).startsWith(10, 20, 30);
    assertThat(one.stats(4, minute.plusSeconds(180)).of(Kind.MATCH)).isEqualTo(220);
    assertThat(
            database
                .jdbc()
                .sql("SELECT count(*) FROM switch_statistics GROUP BY instance ORDER BY 1")
                .query(Integer.class)
                .list())
        .containsExactly(3, 5);
    assertThat(
            database
                .jdbc()
                .sql("SELECT min(minute) FROM switch_statistics")
                .query(Instant.class)
                .single())
        .isEqualTo(minute);
  }

  @Test
  void a_change_drops_the_statistics_of_earlier_epochs() {
    one.record(0, Instant.EPOCH, stats(10));
    one.record(1, Instant.EPOCH, stats(20));

    one.change(0, RAMP, change("begin"));

    assertThat(one.stats(1, Instant.EPOCH).of(Kind.MATCH)).isEqualTo(20);
    assertThat(one.stats(0, Instant.EPOCH))
        .usingRecursiveComparison()
        .isEqualTo(ComparisonStats.NOTHING);
  }

  @Test
  void kinds_of_another_version_are_ignored() {
    one.record(4, Instant.EPOCH, stats(10));
    database
        .jdbc()
        .sql("UPDATE switch_statistics SET counts = counts || '{\"NEVER_HEARD_OF\": 1}'")
        .update();

    assertThat(one.stats(4, Instant.EPOCH)).usingRecursiveComparison().isEqualTo(stats(10));
  }
}
