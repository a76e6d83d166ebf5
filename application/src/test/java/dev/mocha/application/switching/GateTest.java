package dev.mocha.application.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.Gate.Rules;
import dev.mocha.application.switching.Gate.Verdict;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GateTest {

  private static final Instant SINCE = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant LATER = SINCE.plus(Duration.ofMinutes(10));
  private static final Gate GATE =
      new Gate(
          new Rules(
              List.of(1, 5, 25, 50, 100),
              Duration.ofMinutes(10),
              1_000,
              new BigDecimal("0.995"),
              Duration.ofMillis(50),
              new BigDecimal("0.01"),
              100));

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private Latencies primary = took(80);
  private Latencies candidate = took(20);
  private @Nullable ComparisonStats recent;

  GateTest() {
    counts.putAll(
        Map.of(
            Kind.MATCH, 1_000L,
            Kind.PRIMARY_REQUESTS, 1_000L,
            Kind.CANDIDATE_REQUESTS, 1_000L));
  }

  private static Latencies took(long millis) {
    return took(100, millis);
  }

  private static Latencies took(int responses, long millis) {
    var recorder = new Latencies.Recorder();
    for (int i = 0; i < responses; i++) {
      recorder.record(Duration.ofMillis(millis).toNanos());
    }
    return recorder.latencies();
  }

  private static Setting setting(Mode mode, int share) {
    return new Setting(mode, share, Set.of(), Set.of(), true);
  }

  private Verdict verdict(Mode mode, int share) {
    return verdict(mode, share, LATER);
  }

  private Verdict verdict(Mode mode, int share, Instant now) {
    return GATE.judge(
        new SwitchState(3, setting(mode, share), SINCE),
        new ComparisonStats(counts, primary, candidate),
        recent == null ? new ComparisonStats(counts, primary, candidate) : recent,
        now);
  }

  private static Verdict advance(int share) {
    return new Verdict.Advance(setting(Mode.RAMP, share));
  }

  @ParameterizedTest
  @CsvSource({"SHADOW, 0, 1", "RAMP, 1, 5", "RAMP, 3, 5", "RAMP, 50, 100"})
  void a_step_that_shows_everything_advances_to_the_next_one(Mode mode, int share, int next) {
    assertThat(verdict(mode, share)).isEqualTo(advance(next));
  }

  @ParameterizedTest
  @CsvSource({"RAMP, 100", "CANDIDATE, 0"})
  void after_the_last_step_the_gate_waits(Mode mode, int share) {
    assertThat(verdict(mode, share)).isEqualTo(new Verdict.Wait(List.of("no step is left")));
  }

  @ParameterizedTest
  @EnumSource(names = {"PRIMARY", "CANDIDATE_ONLY"})
  void in_a_mode_without_comparisons_the_gate_waits(Mode mode) {
    counts.put(Kind.VALUE, 1L);

    assertThat(verdict(mode, 0))
        .isEqualTo(new Verdict.Wait(List.of("nothing is compared in this mode")));
  }

  @Test
  void a_step_has_a_minimum_duration() {
    assertThat(verdict(Mode.RAMP, 5, LATER.minusNanos(1)))
        .isEqualTo(new Verdict.Wait(List.of("the step lasts until 2026-11-23T12:10:00Z")));
  }

  @Test
  void a_step_needs_comparisons_and_confidence_and_requests_to_the_candidate() {
    counts.put(Kind.MATCH, 999L);
    counts.put(Kind.CANDIDATE_REQUESTS, 99L);
    assertThat(verdict(Mode.RAMP, 5))
        .isEqualTo(
            new Verdict.Wait(
                List.of("999 of 1000 comparisons", "99 of 100 requests to the candidate")));

    counts.put(Kind.MATCH, 500L);
    assertThat(verdict(Mode.RAMP, 5))
        .asInstanceOf(type(Verdict.Wait.class))
        .satisfies(
            it ->
                assertThat(it.reasons())
                    .contains(
                        "the match rate is above 99.238% with confidence, it must be above"
                            + " 99.500%"));
  }

  @ParameterizedTest
  @EnumSource(names = {"VALUE", "MISSING", "BOUNDARY", "ROUNDING"})
  void one_mismatch_rolls_back_at_once_and_ends_the_automatic_ramp(Kind kind) {
    counts.clear();
    counts.put(kind, 1L);

    assertThat(verdict(Mode.RAMP, 25, SINCE))
        .isEqualTo(
            new Verdict.RollBack(
                new Setting(Mode.SHADOW, 0, Set.of(), Set.of(), false),
                kind + " mismatches: 1",
                new ComparisonStats(counts, primary, candidate)));
    assertThat(verdict(Mode.CANDIDATE, 0, SINCE)).isInstanceOf(Verdict.RollBack.class);
  }

  @Test
  void a_mismatch_in_the_shadow_makes_the_gate_wait() {
    counts.put(Kind.VALUE, 1L);

    assertThat(verdict(Mode.SHADOW, 0))
        .asInstanceOf(type(Verdict.Wait.class))
        .satisfies(it -> assertThat(it.reasons()).contains("value mismatches: 1"));
  }

  @ParameterizedTest
  @CsvSource({"11, 0, 0, true", "10, 0, 0, false", "6, 5, 0, true", "20, 0, 10, false"})
  void a_candidate_that_fails_or_is_stale_more_often_than_the_primary_fails_is_rolled_back(
      long failed, long stale, long primaryFailed, boolean rollsBack) {
    counts.put(Kind.CANDIDATE_FAILURES, failed);
    counts.put(Kind.CANDIDATE_STALE, stale);
    counts.put(Kind.PRIMARY_FAILURES, primaryFailed);

    assertThat(verdict(Mode.RAMP, 25, SINCE) instanceof Verdict.RollBack).isEqualTo(rollsBack);
  }

  @ParameterizedTest
  @CsvSource({"20, 100, true", "20, 40, false", "80, 60, false", "80, 100, true"})
  void a_slower_candidate_is_rolled_back_unless_its_latency_is_acceptable(
      long primaryMillis, long candidateMillis, boolean rollsBack) {
    primary = took(primaryMillis);
    candidate = took(candidateMillis);

    assertThat(verdict(Mode.RAMP, 25, SINCE) instanceof Verdict.RollBack).isEqualTo(rollsBack);
  }

  @Test
  void few_requests_show_neither_failures_nor_latencies() {
    counts.put(Kind.CANDIDATE_REQUESTS, 99L);
    counts.put(Kind.CANDIDATE_FAILURES, 99L);
    candidate = took(99, 5_000);

    assertThat(verdict(Mode.RAMP, 25)).isInstanceOf(Verdict.Wait.class);
  }

  @Test
  void late_responses_roll_back_when_they_are_too_many() {
    counts.put(Kind.LATE, 4L);
    assertThat(verdict(Mode.RAMP, 25)).isInstanceOf(Verdict.Wait.class);

    counts.put(Kind.LATE, 6L);
    assertThat(verdict(Mode.RAMP, 25))
        .asInstanceOf(type(Verdict.RollBack.class))
        .satisfies(
            it ->
                assertThat(it.reason())
                    .isEqualTo("the match rate is 99.404%, it must be above 99.500%"));
  }

  @Test
  void a_long_good_past_does_not_hide_a_new_failure() {
    counts.put(Kind.MATCH, 10_000_000L);
    counts.put(Kind.CANDIDATE_REQUESTS, 10_000_000L);
    recent =
        new ComparisonStats(
            Map.of(Kind.CANDIDATE_REQUESTS, 100L, Kind.CANDIDATE_FAILURES, 2L),
            Latencies.NONE,
            Latencies.NONE);

    assertThat(verdict(Mode.CANDIDATE, 0)).isInstanceOf(Verdict.RollBack.class);
  }

  @Test
  void with_few_recent_requests_the_whole_epoch_is_judged() {
    recent =
        new ComparisonStats(Map.of(Kind.CANDIDATE_REQUESTS, 3L), Latencies.NONE, Latencies.NONE);
    counts.put(Kind.CANDIDATE_FAILURES, 300L);
    assertThat(verdict(Mode.RAMP, 25))
        .isEqualTo(
            new Verdict.RollBack(
                new Setting(Mode.SHADOW, 0, Set.of(), Set.of(), false),
                "the candidate fails or is stale 30.00% more often than the primary fails",
                new ComparisonStats(counts, primary, candidate)));

    counts.remove(Kind.CANDIDATE_FAILURES);
    candidate = took(5_000);
    assertThat(verdict(Mode.RAMP, 25)).isInstanceOf(Verdict.RollBack.class);

    candidate = took(20);
    assertThat(verdict(Mode.RAMP, 25)).isEqualTo(advance(50));
  }

  @Test
  void a_bad_step_with_a_good_end_is_not_passed() {
    recent = new ComparisonStats(Map.of(Kind.CANDIDATE_REQUESTS, 100L), took(80), took(20));
    counts.put(Kind.CANDIDATE_FAILURES, 300L);

    assertThat(verdict(Mode.RAMP, 25))
        .isEqualTo(
            new Verdict.Wait(
                List.of(
                    "in the whole step: the candidate fails or is stale 30.00% more often than the"
                        + " primary fails")));
  }

  @Test
  void with_few_recent_requests_to_the_primary_its_earlier_latencies_count() {
    recent =
        new ComparisonStats(Map.of(Kind.CANDIDATE_REQUESTS, 100L), Latencies.NONE, took(5_000));

    assertThat(verdict(Mode.CANDIDATE, 0)).isInstanceOf(Verdict.RollBack.class);
  }

  @Test
  void steps_are_rising_shares() {
    for (List<Integer> steps :
        List.of(List.<Integer>of(), List.of(5, 1), List.of(0), List.of(101))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new Rules(
                      steps, Duration.ZERO, 1, BigDecimal.ONE, Duration.ZERO, BigDecimal.ZERO, 1));
    }
  }
}
