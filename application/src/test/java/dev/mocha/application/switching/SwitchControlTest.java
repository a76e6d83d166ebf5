package dev.mocha.application.switching;

import static dev.mocha.application.switching.ScriptedPaths.REQUEST;
import static dev.mocha.application.switching.ScriptedPaths.fails;
import static dev.mocha.application.switching.ScriptedPaths.knowsNobody;
import static dev.mocha.application.switching.ScriptedPaths.refuses;
import static dev.mocha.application.switching.ScriptedPaths.responds;
import static dev.mocha.application.switching.StatesInMemory.setting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.ReportPath.ReportUnavailable;
import dev.mocha.application.switching.ReportPath.Response;
import dev.mocha.application.switching.SwitchControl.EpochConflict;
import dev.mocha.application.switching.SwitchControl.NoNextStep;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates.SwitchChange;
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
  private static final RequestedBy OPS = new RequestedBy("ops", "a test");

  private final ScriptedPaths paths =
      new ScriptedPaths()
          .primary(responds("from=primary", NOW))
          .candidate(responds("from=candidate", NOW));
  private StatesInMemory states = new StatesInMemory(Mode.PRIMARY, 0);

  /** What a process with the role {@code orders} has of the switch. */
  private record OrdersRole(
      SwitchEpochs epochs,
      ShadowComparison comparison,
      ReportSwitch reports,
      SwitchControl control) {

    static OrdersRole on(StatesInMemory states, ScriptedPaths paths) {
      Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
      var epochs = new SwitchEpochs(states, clock);
      MeasuredPaths measured = paths.measured(STALE_AFTER, clock);
      var comparison =
          new ShadowComparison(
              epochs,
              measured,
              ScriptedPaths::fields,
              states,
              new ShadowComparison.Limits(1_000, STALE_AFTER),
              clock);
      var gate =
          new Gate(
              new Gate.Rules(
                  List.of(5, 100),
                  Duration.ZERO,
                  10,
                  new BigDecimal("0.5"),
                  Duration.ZERO,
                  new BigDecimal("0.01"),
                  10));
      return new OrdersRole(
          epochs,
          comparison,
          new ReportSwitch(epochs, measured, comparison, 100),
          new SwitchControl(states, states, epochs, gate, clock));
    }

    @Nullable String fetch() {
      return reports
          .fetch(REQUEST)
          .map(Response::body)
          .map(it -> new String(it, StandardCharsets.UTF_8))
          .orElse(null);
    }

    void count(Kind kind) {
      epochs.current().counters().count(kind);
    }

    ComparisonStats stats() {
      return epochs.current().counters().stats();
    }
  }

  private OrdersRole orders() {
    return OrdersRole.on(states, paths);
  }

  private OrdersRole ordersIn(Mode mode) {
    states = new StatesInMemory(mode, 0);
    return orders();
  }

  @ParameterizedTest
  @CsvSource({
    "PRIMARY, 0, primary, 0, 0",
    "SHADOW, 0, primary, 1, 0",
    "RAMP, 0, primary, 1, 0",
    "RAMP, 100, candidate, 1, 1",
    "CANDIDATE, 0, candidate, 1, 1",
    "CANDIDATE_ONLY, 0, candidate, 0, 1"
  })
  void each_mode_names_the_path_that_answers_and_whether_it_is_compared(
      Mode mode, int share, String path, int compared, int requests) {
    states = new StatesInMemory(mode, share);
    OrdersRole orders = orders();

    assertThat(orders.fetch()).isEqualTo("from=" + path);
    assertThat(orders.stats().of(Kind.CANDIDATE_REQUESTS)).isEqualTo(requests);
    orders.comparison().work();
    assertThat(orders.stats().of(Kind.CANDIDATE_REQUESTS)).isEqualTo(requests + compared);
  }

  @Test
  void the_primary_answers_when_the_candidate_fails_is_stale_or_does_not_know_the_merchant() {
    OrdersRole orders = ordersIn(Mode.CANDIDATE);

    paths.candidate(fails());
    assertThat(orders.fetch()).isEqualTo("from=primary");
    paths.candidate(responds("from=candidate", NOW.minus(STALE_AFTER).minusNanos(1)));
    assertThat(orders.fetch()).isEqualTo("from=primary");
    paths.candidate(knowsNobody());
    assertThat(orders.fetch()).isEqualTo("from=primary");
    paths.candidate(responds("from=candidate", NOW.minus(STALE_AFTER)));
    assertThat(orders.fetch()).isEqualTo("from=candidate");

    assertThat(orders.stats().counts())
        .containsAllEntriesOf(
            Map.of(
                Kind.FALLBACKS, 3L,
                Kind.CANDIDATE_FAILURES, 1L,
                Kind.CANDIDATE_STALE, 1L,
                Kind.CANDIDATE_REQUESTS, 4L,
                Kind.PRIMARY_REQUESTS, 3L));
  }

  @Test
  void a_stale_response_is_better_than_none() {
    OrdersRole orders = ordersIn(Mode.CANDIDATE);
    paths
        .primary(fails())
        .candidate(responds("from=candidate", NOW.minus(STALE_AFTER).minusNanos(1)));

    assertThat(orders.fetch()).isEqualTo("from=candidate");
    assertThat(orders.stats().of(Kind.FALLBACKS)).isEqualTo(1);

    paths.candidate(fails());
    assertThatThrownBy(orders::fetch).isInstanceOf(ReportUnavailable.class);
  }

  @Test
  void in_the_mode_candidate_only_there_is_no_fallback() {
    OrdersRole orders = ordersIn(Mode.CANDIDATE_ONLY);
    paths.primary(fails()).candidate(knowsNobody());
    assertThat(orders.fetch()).isNull();

    paths.candidate(fails());
    assertThatThrownBy(orders::fetch).isInstanceOf(ReportUnavailable.class);
  }

  @Test
  void a_change_by_another_process_holds_after_a_refresh_and_begins_an_epoch() {
    OrdersRole orders = orders();
    orders.fetch();
    states.change(1, setting(Mode.CANDIDATE, 0), new SwitchChange(OPS, ComparisonStats.NOTHING));
    assertThat(orders.fetch()).isEqualTo("from=primary");

    orders.epochs().refresh();

    assertThat(orders.fetch()).isEqualTo("from=candidate");
    assertThat(orders.stats().of(Kind.PRIMARY_REQUESTS)).isZero();
    orders.epochs().record();
    assertThat(states.stats(1, Instant.EPOCH).of(Kind.PRIMARY_REQUESTS)).isEqualTo(2);
  }

  @Test
  void while_the_database_is_away_the_last_known_state_holds() {
    OrdersRole orders = ordersIn(Mode.CANDIDATE);
    states.away = true;

    assertThatThrownBy(() -> orders.epochs().refresh()).hasMessageContaining("away");
    assertThat(orders.fetch()).isEqualTo("from=candidate");
  }

  @Test
  void the_gate_advances_an_automatic_ramp_when_the_step_is_passed() {
    OrdersRole orders = ordersIn(Mode.SHADOW);
    for (int i = 0; i < 10; i++) {
      orders.count(Kind.MATCH);
      orders.count(Kind.CANDIDATE_REQUESTS);
    }

    orders.control().decide();

    assertThat(states.state.setting()).isEqualTo(setting(Mode.RAMP, 5));
    assertThat(states.changes)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.change().requestedBy())
                  .isEqualTo(new RequestedBy("the gate", "the step is passed"));
              assertThat(it.change().stats().of(Kind.MATCH)).isEqualTo(10);
            });
    orders.control().decide();
    assertThat(states.state.epoch()).isEqualTo(2);
  }

  @Test
  void the_gate_does_not_advance_a_manual_ramp_but_rolls_it_back() {
    states = new StatesInMemory(Mode.RAMP, 5);
    states.state =
        new SwitchState(1, new Setting(Mode.RAMP, 5, Set.of(), Set.of(), false), Instant.EPOCH);
    OrdersRole orders = orders();
    for (int i = 0; i < 10; i++) {
      orders.count(Kind.MATCH);
      orders.count(Kind.CANDIDATE_REQUESTS);
    }
    orders.control().decide();
    assertThat(states.state.epoch()).isEqualTo(1);

    orders.count(Kind.VALUE);
    orders.control().decide();
    assertThat(states.state.setting().mode()).isEqualTo(Mode.SHADOW);
    assertThat(states.changes.getFirst().change().requestedBy().reason())
        .isEqualTo("value mismatches: 1");
  }

  @Test
  void a_change_by_the_gate_is_recorded_with_the_statistics_that_it_judged() {
    OrdersRole orders = ordersIn(Mode.CANDIDATE);
    states.record(
        1,
        NOW.minusSeconds(600),
        new ComparisonStats(
            Map.of(Kind.CANDIDATE_REQUESTS, 1_000_000L), Latencies.NONE, Latencies.NONE));
    for (int i = 0; i < 10; i++) {
      orders.count(Kind.CANDIDATE_REQUESTS);
      orders.count(Kind.CANDIDATE_FAILURES);
    }

    orders.control().decide();

    assertThat(states.changes)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.to().mode()).isEqualTo(Mode.SHADOW);
              assertThat(it.change().stats().of(Kind.CANDIDATE_REQUESTS)).isEqualTo(10);
            });
  }

  @Test
  void a_refused_request_is_a_fallback_and_no_failure_of_the_candidate() {
    OrdersRole orders = ordersIn(Mode.CANDIDATE);
    paths.candidate(refuses());

    assertThat(orders.fetch()).isEqualTo("from=primary");
    orders.comparison().work();

    assertThat(orders.stats().of(Kind.CANDIDATE_REQUESTS, Kind.CANDIDATE_FAILURES)).isZero();
    assertThat(orders.stats().of(Kind.FALLBACKS)).isEqualTo(1);
  }

  @Test
  void a_rollback_works_without_readable_statistics() {
    OrdersRole orders = ordersIn(Mode.CANDIDATE);
    states.statsUnreadable = true;

    assertThat(orders.control().rollBack(OPS).state().setting().mode()).isEqualTo(Mode.PRIMARY);
    assertThat(states.changes)
        .singleElement()
        .satisfies(it -> assertThat(it.change().stats()).isEqualTo(ComparisonStats.NOTHING));
  }

  @Test
  void older_minutes_are_merged() {
    states = new StatesInMemory(Mode.SHADOW, 0);
    var time = new Instant[] {NOW};
    var epochs = new SwitchEpochs(states, ((InstantSource) () -> time[0]).withZone(ZoneOffset.UTC));
    for (int minute = 0; minute < 10; minute++) {
      time[0] = NOW.plusSeconds(60L * minute);
      epochs.record();
      epochs.current().counters().count(Kind.MATCH);
      epochs.record();
    }

    assertThat(states.stats(1, Instant.EPOCH).of(Kind.MATCH)).isEqualTo(10);
    assertThat(states.recorded.get(1L)).hasSize(5);
  }

  @Test
  void statistics_from_while_the_database_was_away_count_once() {
    states = new StatesInMemory(Mode.SHADOW, 0);
    var time = new Instant[] {NOW};
    var epochs = new SwitchEpochs(states, ((InstantSource) () -> time[0]).withZone(ZoneOffset.UTC));
    epochs.current().counters().count(Kind.MATCH);
    time[0] = NOW.plusSeconds(60);
    epochs.record();
    epochs.current().counters().count(Kind.MATCH);
    states.away = true;
    assertThatThrownBy(epochs::record).hasMessageContaining("away");
    states.away = false;
    for (int i = 0; i < 5; i++) {
      time[0] = NOW.plusSeconds(600 + 60L * i);
      epochs.record();
      epochs.record();
    }

    assertThat(states.stats(1, Instant.EPOCH).of(Kind.MATCH)).isEqualTo(2);
  }

  @Test
  void statistics_are_recorded_by_the_minute_and_add_up_over_the_epoch() {
    states = new StatesInMemory(Mode.SHADOW, 0);
    var time = new Instant[] {NOW};
    var epochs = new SwitchEpochs(states, ((InstantSource) () -> time[0]).withZone(ZoneOffset.UTC));
    epochs.current().counters().count(Kind.MATCH);
    SwitchEpochs.EpochMinute previous = epochs.current();
    time[0] = NOW.plusSeconds(60);
    epochs.record();
    previous.counters().count(Kind.MATCH);
    epochs.current().counters().count(Kind.VALUE);
    epochs.record();

    assertThat(states.stats(1, Instant.EPOCH).counts())
        .containsEntry(Kind.MATCH, 2L)
        .containsEntry(Kind.VALUE, 1L);
    assertThat(states.stats(1, NOW.plusSeconds(60)).counts())
        .containsEntry(Kind.MATCH, 0L)
        .containsEntry(Kind.VALUE, 1L);
  }

  @Test
  void operators_set_ramp_and_roll_back_and_every_change_is_recorded() {
    OrdersRole orders = orders();
    SwitchControl control = orders.control();

    control.set(null, it -> it.with(Mode.SHADOW, 0, false), OPS);
    control.ramp(null, null, true, OPS);
    control.ramp(null, 42, false, OPS);
    control.ramp(null, null, false, OPS);
    long now = control.status().state().epoch();
    assertThatThrownBy(() -> control.ramp(now - 1, 7, null, OPS)).isInstanceOf(EpochConflict.class);
    assertThatThrownBy(() -> control.set(now - 1, it -> it, OPS)).isInstanceOf(EpochConflict.class);
    assertThat(control.status().state().epoch()).isEqualTo(now);
    assertThatThrownBy(() -> control.ramp(now, null, null, OPS)).isInstanceOf(NoNextStep.class);
    control.rollBack(OPS);

    assertThat(states.changes)
        .extracting(it -> it.to().mode() + " " + it.to().share() + " " + it.to().automatic())
        .containsExactly(
            "PRIMARY 0 false", "RAMP 100 false", "RAMP 42 false", "RAMP 5 true", "SHADOW 0 false");
    assertThat(orders.fetch()).isEqualTo("from=primary");
  }

  @ParameterizedTest
  @EnumSource(names = {"CANDIDATE", "CANDIDATE_ONLY"})
  void after_the_ramp_there_is_no_next_step(Mode mode) {
    SwitchControl control = ordersIn(mode).control();

    assertThatThrownBy(() -> control.ramp(null, null, null, OPS)).isInstanceOf(NoNextStep.class);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void a_rollback_leads_from_every_mode_to_the_primary(Mode mode) {
    states = new StatesInMemory(mode, 50);
    OrdersRole orders = orders();

    orders.control().rollBack(OPS);

    assertThat(orders.fetch()).isEqualTo("from=primary");
    assertThat(Optional.of(states.state.setting()))
        .contains(new Setting(Mode.PRIMARY, 0, Set.of(), Set.of(), false));
  }
}
