package dev.mocha.application.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Gate.Rules;
import dev.mocha.application.switching.Gate.Verdict;
import dev.mocha.application.switching.Latencies.Counts;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
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

  private final Map<Counted, Long> counts = new EnumMap<>(Counted.class);
  private Counts old = took(80);
  private Counts young = took(20);
  private @Nullable ComparisonStats lately;

  GateTest() {
    counts.putAll(
        Map.of(
            Counted.ALIKE, 1_000L,
            Counted.OLD_ASKED, 1_000L,
            Counted.NEW_ASKED, 1_000L));
  }

  private static Counts took(long millis) {
    return took(100, millis);
  }

  private static Counts took(int answers, long millis) {
    var latencies = new Latencies();
    for (int i = 0; i < answers; i++) {
      latencies.record(Duration.ofMillis(millis).toNanos());
    }
    return latencies.counts();
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
        new ComparisonStats(counts, old, young),
        lately == null ? new ComparisonStats(counts, old, young) : lately,
        now);
  }

  private static Verdict goOn(int share) {
    return new Verdict.GoOn(setting(Mode.RAMP, share));
  }

  @ParameterizedTest
  @CsvSource({"SHADOW, 0, 1", "RAMP, 1, 5", "RAMP, 3, 5", "RAMP, 50, 100"})
  void a_step_that_shows_everything_leads_to_the_next(Mode mode, int share, int next) {
    assertThat(verdict(mode, share)).isEqualTo(goOn(next));
  }

  @ParameterizedTest
  @CsvSource({"RAMP, 100", "NEW, 0"})
  void after_the_last_step_nothing_moves_by_itself(Mode mode, int share) {
    assertThat(verdict(mode, share)).isEqualTo(new Verdict.Wait(List.of("no step is left")));
  }

  @ParameterizedTest
  @EnumSource(names = {"OLD", "NEW_ONLY"})
  void where_nothing_is_compared_there_is_nothing_to_say(Mode mode) {
    counts.put(Counted.WRONG, 1L);

    assertThat(verdict(mode, 0)).isEqualTo(new Verdict.Wait(List.of("nothing is compared")));
  }

  @Test
  void a_step_takes_its_time() {
    assertThat(verdict(Mode.RAMP, 5, LATER.minusNanos(1)))
        .isEqualTo(new Verdict.Wait(List.of("the step lasts to 2026-11-23T12:10:00Z at least")));
  }

  @Test
  void a_step_needs_comparisons_and_confidence_and_answers_of_the_new_path() {
    counts.put(Counted.ALIKE, 999L);
    counts.put(Counted.NEW_ASKED, 99L);
    assertThat(verdict(Mode.RAMP, 5))
        .isEqualTo(
            new Verdict.Wait(
                List.of("999 of 1000 comparisons", "99 of 100 answers of the new path")));

    counts.put(Counted.ALIKE, 500L);
    assertThat(verdict(Mode.RAMP, 5))
        .asInstanceOf(type(Verdict.Wait.class))
        .satisfies(
            it ->
                assertThat(it.missing())
                    .contains("the rate of matches is above 99.238%, and must be above 99.500%"));
  }

  @ParameterizedTest
  @EnumSource(names = {"WRONG", "MISSING", "BOUNDARY", "ROUNDING"})
  void one_wrong_answer_leads_back_at_once_and_not_forward_by_itself(Counted kind) {
    counts.clear();
    counts.put(kind, 1L);

    assertThat(verdict(Mode.RAMP, 25, SINCE))
        .isEqualTo(
            new Verdict.GoBack(
                new Setting(Mode.SHADOW, 0, Set.of(), Set.of(), false),
                "answers that are %s: 1".formatted(kind.name().toLowerCase(Locale.ROOT)),
                new ComparisonStats(counts, old, young)));
    assertThat(verdict(Mode.NEW, 0, SINCE)).isInstanceOf(Verdict.GoBack.class);
  }

  @Test
  void a_wrong_answer_in_the_shadow_leads_nowhere() {
    counts.put(Counted.WRONG, 1L);

    assertThat(verdict(Mode.SHADOW, 0))
        .asInstanceOf(type(Verdict.Wait.class))
        .satisfies(it -> assertThat(it.missing()).contains("answers that are wrong: 1"));
  }

  @ParameterizedTest
  @CsvSource({"11, 0, 0, true", "10, 0, 0, false", "6, 5, 0, true", "20, 0, 10, false"})
  void a_new_path_that_fails_or_is_stale_more_often_leads_back(
      long failed, long stale, long oldFailed, boolean goesBack) {
    counts.put(Counted.NEW_FAILED, failed);
    counts.put(Counted.NEW_STALE, stale);
    counts.put(Counted.OLD_FAILED, oldFailed);

    assertThat(verdict(Mode.RAMP, 25, SINCE) instanceof Verdict.GoBack).isEqualTo(goesBack);
  }

  @ParameterizedTest
  @CsvSource({"20, 100, true", "20, 40, false", "80, 60, false", "80, 100, true"})
  void a_new_path_that_is_slower_leads_back_unless_it_is_fast_enough(
      long oldMillis, long newMillis, boolean goesBack) {
    old = took(oldMillis);
    young = took(newMillis);

    assertThat(verdict(Mode.RAMP, 25, SINCE) instanceof Verdict.GoBack).isEqualTo(goesBack);
  }

  @Test
  void a_few_answers_do_not_show_how_often_they_fail_or_how_long_they_take() {
    counts.put(Counted.NEW_ASKED, 99L);
    counts.put(Counted.NEW_FAILED, 99L);
    young = took(99, 5_000);

    assertThat(verdict(Mode.RAMP, 25)).isInstanceOf(Verdict.Wait.class);
  }

  @Test
  void answers_that_come_too_late_lead_back_when_they_are_too_many() {
    counts.put(Counted.LATE, 4L);
    assertThat(verdict(Mode.RAMP, 25)).isInstanceOf(Verdict.Wait.class);

    counts.put(Counted.LATE, 6L);
    assertThat(verdict(Mode.RAMP, 25))
        .asInstanceOf(type(Verdict.GoBack.class))
        .satisfies(it -> assertThat(it.reason()).isEqualTo("99.404% of the answers say the same"));
  }

  @Test
  void a_long_good_past_does_not_hide_what_has_just_broken() {
    counts.put(Counted.ALIKE, 10_000_000L);
    counts.put(Counted.NEW_ASKED, 10_000_000L);
    lately =
        new ComparisonStats(
            Map.of(Counted.NEW_ASKED, 100L, Counted.NEW_FAILED, 2L), Counts.NONE, Counts.NONE);

    assertThat(verdict(Mode.NEW, 0)).isInstanceOf(Verdict.GoBack.class);
  }

  @Test
  void where_few_ask_the_whole_term_is_judged() {
    lately = new ComparisonStats(Map.of(Counted.NEW_ASKED, 3L), Counts.NONE, Counts.NONE);
    counts.put(Counted.NEW_FAILED, 300L);
    assertThat(verdict(Mode.RAMP, 25))
        .isEqualTo(
            new Verdict.GoBack(
                new Setting(Mode.SHADOW, 0, Set.of(), Set.of(), false),
                "the new path fails or is stale 30.00% more often than the old one",
                new ComparisonStats(counts, old, young)));

    counts.remove(Counted.NEW_FAILED);
    young = took(5_000);
    assertThat(verdict(Mode.RAMP, 25)).isInstanceOf(Verdict.GoBack.class);

    young = took(20);
    assertThat(verdict(Mode.RAMP, 25)).isEqualTo(goOn(50));
  }

  @Test
  void a_step_that_was_bad_is_not_passed_though_its_end_is_good() {
    lately = new ComparisonStats(Map.of(Counted.NEW_ASKED, 100L), took(80), took(20));
    counts.put(Counted.NEW_FAILED, 300L);

    assertThat(verdict(Mode.RAMP, 25))
        .isEqualTo(
            new Verdict.Wait(
                List.of(
                    "in the whole step: the new path fails or is stale 30.00% more often than the"
                        + " old one")));
  }

  @Test
  void where_the_old_path_is_hardly_asked_lately_what_it_took_before_counts() {
    lately = new ComparisonStats(Map.of(Counted.NEW_ASKED, 100L), Counts.NONE, took(5_000));

    assertThat(verdict(Mode.NEW, 0)).isInstanceOf(Verdict.GoBack.class);
  }

  @Test
  void steps_rise_and_are_shares() {
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
