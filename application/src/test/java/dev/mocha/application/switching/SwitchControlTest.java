package dev.mocha.application.switching;

import static dev.mocha.application.switching.PathsInMemory.QUESTION;
import static dev.mocha.application.switching.PathsInMemory.fails;
import static dev.mocha.application.switching.PathsInMemory.knowsNobody;
import static dev.mocha.application.switching.PathsInMemory.refuses;
import static dev.mocha.application.switching.PathsInMemory.says;
import static dev.mocha.application.switching.StatesInMemory.setting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Latencies.Counts;
import dev.mocha.application.switching.ReportPath.Answer;
import dev.mocha.application.switching.ReportPath.Unavailable;
import dev.mocha.application.switching.SwitchControl.NoStep;
import dev.mocha.application.switching.SwitchControl.Outdated;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates.Change;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SwitchControlTest {

  private static final Instant NOW = Instant.parse("2018-07-26T14:00:00Z");
  private static final Duration STALE_AFTER = Duration.ofSeconds(30);

  private final PathsInMemory paths =
      new PathsInMemory().old(says("from=old", NOW)).young(says("from=new", NOW));
  private StatesInMemory states = new StatesInMemory(Mode.OLD, 0);

  private SwitchControl switching() {
    return new SwitchControl(
        states,
        states,
        it -> paths.ofOld(),
        it -> paths.ofYoung(),
        PathsInMemory::fields,
        new Gate(
            new Gate.Rules(
                List.of(5, 100),
                Duration.ZERO,
                10,
                new BigDecimal("0.5"),
                Duration.ZERO,
                new BigDecimal("0.01"),
                10)),
        new ShadowComparison.Limits(1_000, STALE_AFTER),
        new ReportSwitch.Limits(STALE_AFTER, 100),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private SwitchControl switchingIn(Mode mode) {
    StatesInMemory before = states;
    states = new StatesInMemory(mode, 0);
    SwitchControl switching = switching();
    states = before;
    return switching;
  }

  private static @Nullable String from(SwitchControl switching) {
    return switching
        .reports()
        .answer(QUESTION)
        .map(Answer::body)
        .map(it -> new String(it, StandardCharsets.UTF_8))
        .orElse(null);
  }

  private static ComparisonStats seen(SwitchControl switching) {
    return switching.terms().current().evidence().seen();
  }

  @ParameterizedTest
  @CsvSource({
    "OLD, 0, old, 0, 0",
    "SHADOW, 0, old, 1, 0",
    "RAMP, 0, old, 1, 0",
    "RAMP, 100, new, 1, 1",
    "NEW, 0, new, 1, 1",
    "NEW_ONLY, 0, new, 0, 1"
  })
  void each_mode_names_the_path_that_answers_and_whether_it_is_compared(
      Mode mode, int share, String path, int compared, int newAsked) {
    states = new StatesInMemory(mode, share);
    SwitchControl switching = switching();

    assertThat(from(switching)).isEqualTo("from=" + path);
    assertThat(seen(switching).of(Counted.NEW_ASKED)).isEqualTo(newAsked);
    switching.comparing().work();
    assertThat(seen(switching).of(Counted.NEW_ASKED)).isEqualTo(newAsked + compared);
  }

  @Test
  void the_old_path_answers_where_the_new_one_fails_is_stale_or_knows_nobody() {
    states = new StatesInMemory(Mode.NEW, 0);
    SwitchControl switching = switching();

    paths.young(fails());
    assertThat(from(switching)).isEqualTo("from=old");
    paths.young(says("from=new", NOW.minus(STALE_AFTER).minusNanos(1)));
    assertThat(from(switching)).isEqualTo("from=old");
    paths.young(knowsNobody());
    assertThat(from(switching)).isEqualTo("from=old");
    paths.young(says("from=new", NOW.minus(STALE_AFTER)));
    assertThat(from(switching)).isEqualTo("from=new");

    assertThat(seen(switching).counts())
        .containsAllEntriesOf(
            Map.of(
                Counted.FELL_BACK, 3L,
                Counted.NEW_FAILED, 1L,
                Counted.NEW_STALE, 1L,
                Counted.NEW_ASKED, 4L,
                Counted.OLD_ASKED, 3L));
  }

  @Test
  void a_stale_answer_is_better_than_none() {
    states = new StatesInMemory(Mode.NEW, 0);
    SwitchControl switching = switching();
    paths.old(fails()).young(says("from=new", NOW.minus(STALE_AFTER).minusNanos(1)));

    assertThat(from(switching)).isEqualTo("from=new");
    assertThat(seen(switching).of(Counted.FELL_BACK)).isEqualTo(1);

    paths.young(fails());
    assertThatThrownBy(() -> from(switching)).isInstanceOf(Unavailable.class);
  }

  @Test
  void alone_the_new_path_fails_without_the_old_one() {
    states = new StatesInMemory(Mode.NEW_ONLY, 0);
    SwitchControl switching = switching();
    paths.old(fails()).young(knowsNobody());
    assertThat(from(switching)).isNull();

    paths.young(fails());
    assertThatThrownBy(() -> from(switching)).isInstanceOf(Unavailable.class);
  }

  @Test
  void a_change_by_another_process_holds_once_it_is_learnt_and_begins_a_term() {
    SwitchControl switching = switching();
    from(switching);
    states.change(
        1, setting(Mode.NEW, 0), new SwitchStates.Order("ops", "", ComparisonStats.NOTHING));
    assertThat(from(switching)).isEqualTo("from=old");

    switching.terms().refresh();

    assertThat(from(switching)).isEqualTo("from=new");
    assertThat(seen(switching).of(Counted.OLD_ASKED)).isZero();
    switching.terms().tell();
    assertThat(states.seen(1, Instant.EPOCH).of(Counted.OLD_ASKED)).isEqualTo(2);
  }

  @Test
  void while_the_database_is_away_the_last_state_holds() {
    states = new StatesInMemory(Mode.NEW, 0);
    SwitchControl switching = switching();
    states.away = true;

    assertThatThrownBy(() -> switching.terms().refresh()).hasMessageContaining("away");
    assertThat(from(switching)).isEqualTo("from=new");
  }

  @Test
  void the_gate_takes_the_step_that_is_passed_where_it_may() {
    states = new StatesInMemory(Mode.SHADOW, 0);
    SwitchControl switching = switching();
    for (int i = 0; i < 10; i++) {
      switching.terms().current().evidence().count(Counted.ALIKE);
      switching.terms().current().evidence().count(Counted.NEW_ASKED);
    }

    switching.decide();

    assertThat(states.state.setting()).isEqualTo(setting(Mode.RAMP, 5));
    assertThat(states.changes)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.by()).isEqualTo("the gate");
              assertThat(it.reason()).isEqualTo("the step is passed");
              assertThat(it.evidence().of(Counted.ALIKE)).isEqualTo(10);
            });
    switching.decide();
    assertThat(states.state.term()).isEqualTo(2);
  }

  @Test
  void the_gate_does_not_move_on_where_it_may_not_and_goes_back_all_the_same() {
    states = new StatesInMemory(Mode.RAMP, 5);
    states.state =
        new SwitchState(1, new Setting(Mode.RAMP, 5, Set.of(), Set.of(), false), Instant.EPOCH);
    SwitchControl switching = switching();
    for (int i = 0; i < 10; i++) {
      switching.terms().current().evidence().count(Counted.ALIKE);
      switching.terms().current().evidence().count(Counted.NEW_ASKED);
    }
    switching.decide();
    assertThat(states.state.term()).isEqualTo(1);

    switching.terms().current().evidence().count(Counted.WRONG);
    switching.decide();
    assertThat(states.state.setting().mode()).isEqualTo(Mode.SHADOW);
    assertThat(states.changes.getFirst().reason()).isEqualTo("answers that are wrong: 1");
  }

  @Test
  void the_audit_keeps_what_the_gate_has_judged() {
    states = new StatesInMemory(Mode.NEW, 0);
    SwitchControl switching = switching();
    states.keep(
        1,
        NOW.minusSeconds(600),
        new ComparisonStats(Map.of(Counted.NEW_ASKED, 1_000_000L), Counts.NONE, Counts.NONE));
    for (int i = 0; i < 10; i++) {
      switching.terms().current().evidence().count(Counted.NEW_ASKED);
      switching.terms().current().evidence().count(Counted.NEW_FAILED);
    }

    switching.decide();

    assertThat(states.changes)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.to().mode()).isEqualTo(Mode.SHADOW);
              assertThat(it.evidence().of(Counted.NEW_ASKED)).isEqualTo(10);
            });
  }

  @Test
  void a_caller_who_is_refused_says_nothing_of_the_new_path() {
    states = new StatesInMemory(Mode.NEW, 0);
    SwitchControl switching = switching();
    paths.young(refuses());

    assertThat(from(switching)).isEqualTo("from=old");
    switching.comparing().work();

    assertThat(seen(switching).of(Counted.NEW_ASKED, Counted.NEW_FAILED)).isZero();
    assertThat(seen(switching).of(Counted.FELL_BACK)).isEqualTo(1);
  }

  @Test
  void the_way_back_does_not_wait_for_what_was_seen() {
    states = new StatesInMemory(Mode.NEW, 0);
    states.forgetful = true;

    assertThat(switching().rollBack("ops", "home").state().setting().mode()).isEqualTo(Mode.OLD);
    assertThat(states.changes)
        .singleElement()
        .extracting(Change::evidence)
        .isEqualTo(ComparisonStats.NOTHING);
  }

  @Test
  void minutes_that_are_over_are_folded() {
    states = new StatesInMemory(Mode.SHADOW, 0);
    var time = new Instant[] {NOW};
    var terms = new SwitchEpochs(states, ((InstantSource) () -> time[0]).withZone(ZoneOffset.UTC));
    for (int minute = 0; minute < 10; minute++) {
      time[0] = NOW.plusSeconds(60L * minute);
      terms.tell();
      terms.current().evidence().count(Counted.ALIKE);
      terms.tell();
    }

    assertThat(states.seen(1, Instant.EPOCH).of(Counted.ALIKE)).isEqualTo(10);
    assertThat(states.seen.get(1L)).hasSize(5);
  }

  @Test
  void what_was_seen_while_the_database_was_away_counts_once() {
    states = new StatesInMemory(Mode.SHADOW, 0);
    var time = new Instant[] {NOW};
    var terms = new SwitchEpochs(states, ((InstantSource) () -> time[0]).withZone(ZoneOffset.UTC));
    terms.current().evidence().count(Counted.ALIKE);
    time[0] = NOW.plusSeconds(60);
    terms.tell();
    terms.current().evidence().count(Counted.ALIKE);
    states.away = true;
    assertThatThrownBy(terms::tell).hasMessageContaining("away");
    states.away = false;
    for (int i = 0; i < 5; i++) {
      time[0] = NOW.plusSeconds(600 + 60L * i);
      terms.tell();
      terms.tell();
    }

    assertThat(states.seen(1, Instant.EPOCH).of(Counted.ALIKE)).isEqualTo(2);
  }

  @Test
  void what_is_seen_is_told_by_the_minute_and_adds_up_over_the_term() {
    states = new StatesInMemory(Mode.SHADOW, 0);
    var time = new Instant[] {NOW};
    var terms = new SwitchEpochs(states, ((InstantSource) () -> time[0]).withZone(ZoneOffset.UTC));
    terms.current().evidence().count(Counted.ALIKE);
    SwitchEpochs.Term underWay = terms.current();
    time[0] = NOW.plusSeconds(60);
    terms.tell();
    underWay.evidence().count(Counted.ALIKE);
    terms.current().evidence().count(Counted.WRONG);
    terms.tell();

    assertThat(states.seen(1, Instant.EPOCH).counts())
        .containsEntry(Counted.ALIKE, 2L)
        .containsEntry(Counted.WRONG, 1L);
    assertThat(states.seen(1, NOW.plusSeconds(60)).counts())
        .containsEntry(Counted.ALIKE, 0L)
        .containsEntry(Counted.WRONG, 1L);
  }

  @Test
  void operators_set_ramp_and_roll_back_and_every_change_is_kept() {
    SwitchControl switching = switching();

    switching.set(null, it -> it.with(Mode.SHADOW, 0, false), "ops", "begin");
    switching.ramp(null, null, true, "ops", "first");
    switching.ramp(null, 42, false, "ops", "by hand");
    switching.ramp(null, null, false, "ops", "last");
    long now = switching.status().state().term();
    assertThatThrownBy(() -> switching.ramp(now - 1, 7, null, "ops", "late"))
        .isInstanceOf(Outdated.class);
    assertThatThrownBy(() -> switching.set(now - 1, it -> it, "ops", "late"))
        .isInstanceOf(Outdated.class);
    assertThat(switching.status().state().term()).isEqualTo(now);
    assertThatThrownBy(() -> switching.ramp(now, null, null, "ops", "on"))
        .isInstanceOf(NoStep.class);
    for (Mode mode : List.of(Mode.NEW, Mode.NEW_ONLY)) {
      SwitchControl there = switchingIn(mode);
      assertThatThrownBy(() -> there.ramp(null, null, null, "ops", "on"))
          .isInstanceOf(NoStep.class);
    }
    switching.rollBack("ops", "home");

    assertThat(states.changes)
        .extracting(it -> it.to().mode() + " " + it.to().share() + " " + it.to().automatic())
        .containsExactly(
            "OLD 0 false", "RAMP 100 false", "RAMP 42 false", "RAMP 5 true", "SHADOW 0 false");
    assertThat(from(switching)).isEqualTo("from=old");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void from_every_mode_a_roll_back_leads_to_the_old_path(Mode mode) {
    states = new StatesInMemory(mode, 50);
    SwitchControl switching = switching();

    switching.rollBack("ops", "home");

    assertThat(from(switching)).isEqualTo("from=old");
    assertThat(Optional.of(states.state.setting()))
        .contains(new Setting(Mode.OLD, 0, Set.of(), Set.of(), false));
  }
}
