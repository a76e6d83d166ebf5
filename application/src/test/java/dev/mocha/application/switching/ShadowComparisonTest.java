package dev.mocha.application.switching;

import static dev.mocha.application.switching.PathsInMemory.QUESTION;
import static dev.mocha.application.switching.PathsInMemory.fails;
import static dev.mocha.application.switching.PathsInMemory.knowsNobody;
import static dev.mocha.application.switching.PathsInMemory.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.MeasuredPaths.Taken;
import dev.mocha.application.switching.Mismatches.Field;
import dev.mocha.application.switching.ShadowComparison.Limits;
import dev.mocha.application.switching.SwitchEpochs.Term;
import dev.mocha.application.switching.SwitchState.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShadowComparisonTest {

  private static final Instant NOW = Instant.parse("2018-07-26T14:00:00Z");
  private static final Instant BEFORE = NOW.minusSeconds(1);
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PathsInMemory paths = new PathsInMemory();
  private final StatesInMemory states = new StatesInMemory(Mode.SHADOW, 0);
  private Instant time = NOW;
  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return time;
        }

        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };
  private final SwitchEpochs terms = new SwitchEpochs(states, clock);
  private final Term term = terms.current();
  private final ShadowComparison comparing =
      new ShadowComparison(
          terms, paths.measured, PathsInMemory::fields, states, new Limits(1_000, PATIENCE), clock);

  private void compare(@Nullable Taken known, Counted... expected) {
    comparing.offer(term, QUESTION, known);
    long before = total();
    while (total() == before && looks < 200) {
      comparing.work();
      looks++;
    }
    for (Counted it : expected) {
      assertThat(count(it)).as(it.name()).isPositive();
    }
    assertThat(total()).isEqualTo(before + expected.length);
  }

  private int looks;

  private long total() {
    ComparisonStats seen = term.evidence().seen();
    return seen.compared() + seen.of(Counted.MOVING);
  }

  private long count(Counted what) {
    return term.evidence().seen().of(what);
  }

  @Test
  void answers_that_say_the_same_are_alike_whatever_they_are_complete_to() {
    paths
        .old(says("a=1,completeTo=x,final=true", NOW))
        .young(says("a=1,completeTo=y,final=false", BEFORE));

    compare(null, Counted.ALIKE);
  }

  @Test
  void an_answer_that_is_behind_is_asked_again_and_no_mismatch() {
    paths.old(says("a=2", NOW)).young(says("a=1", BEFORE), says("a=1", BEFORE), says("a=2", LATER));

    compare(null, Counted.ALIKE);
    assertThat(count(Counted.OLD_ASKED)).isEqualTo(1);
    assertThat(count(Counted.NEW_ASKED)).isEqualTo(3);
    assertThat(states.mismatches).isEmpty();
  }

  @Test
  void an_answer_complete_to_the_moment_at_which_the_old_one_began_may_lack_what_the_old_one_saw() {
    paths.old(says("a=2", NOW)).young(says("a=1", NOW), says("a=2", LATER));

    compare(null, Counted.ALIKE);
  }

  @Test
  void what_waits_for_minutes_counts_in_the_minute_in_which_it_is_compared() {
    paths.old(says("a=1", NOW)).young(says("a=1", NOW));
    comparing.offer(term, QUESTION, null);
    for (int minute = 1; minute <= 3; minute++) {
      time = NOW.plus(Duration.ofMinutes(minute));
      terms.tell();
    }
    comparing.work();
    terms.tell();

    assertThat(states.seen(term.state().term(), Instant.EPOCH).of(Counted.ALIKE)).isEqualTo(1);
  }

  @Test
  void an_answer_that_is_behind_for_too_long_is_late() {
    paths.old(says("a=2", NOW)).young(says("a=1", BEFORE));
    comparing.offer(term, QUESTION, null);
    comparing.work();
    time = NOW.plus(PATIENCE);
    while (total() == 0) {
      comparing.work();
    }

    assertThat(count(Counted.LATE)).isEqualTo(1);
    assertThat(states.mismatches).extracting(it -> it.kind()).containsExactly(Counted.LATE);
  }

  @Test
  void an_answer_that_is_ahead_is_held_against_the_next_of_the_old_path() {
    paths.old(says("a=1", NOW), says("a=2", LATER)).young(says("a=2", LATER));

    compare(null, Counted.ALIKE);
  }

  @Test
  void a_day_that_changes_between_is_looked_at_again() {
    paths
        .old(says("a=1", NOW), says("a=3", NOW), says("a=3", NOW))
        .young(says("a=2", LATER), says("a=3", LATER));

    compare(null, Counted.ALIKE);
  }

  @Test
  void of_a_day_that_changes_all_the_time_nothing_can_be_said() {
    paths
        .old(
            says("a=1", NOW),
            says("a=2", NOW),
            says("a=3", NOW),
            says("a=4", NOW),
            says("a=5", NOW),
            says("a=6", NOW),
            says("a=7", NOW))
        .young(says("a=0", LATER));

    compare(null, Counted.MOVING);
    assertThat(states.mismatches).isEmpty();
  }

  @Test
  void an_answer_between_two_equal_ones_that_says_something_else_is_wrong() {
    paths.old(says("a=1,b=1", NOW)).young(says("a=1,b=5", LATER));

    compare(null, Counted.WRONG);
    assertThat(states.mismatches)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.merchantId()).isEqualTo("m-1");
              assertThat(it.differing()).isEqualTo(1);
              assertThat(it.fields()).containsExactly(new Field("b", "1", "5"));
              assertThat(it.oldCompleteTo()).isEqualTo(NOW);
              assertThat(it.newCompleteTo()).isEqualTo(LATER);
            });
  }

  @Test
  void what_the_old_path_has_said_already_is_not_asked_for() {
    paths.old(fails()).young(says("a=1", LATER));

    compare(new Taken(says("a=1", NOW).get().orElseThrow(), NOW), Counted.ALIKE);
    assertThat(count(Counted.OLD_ASKED)).isZero();
  }

  @Test
  void a_merchant_that_the_new_path_has_not_heard_of_yet_is_asked_for_again() {
    paths.old(says("a=1", NOW)).young(knowsNobody(), says("a=1", LATER));

    compare(null, Counted.ALIKE);
  }

  @Test
  void a_comparison_that_waited_long_for_its_turn_is_not_late_for_that() {
    paths.old(says("a=2", NOW)).young(says("a=1", BEFORE), says("a=2", LATER));
    comparing.offer(term, QUESTION, null);
    time = NOW.plus(PATIENCE.multipliedBy(2));
    while (total() == 0) {
      comparing.work();
    }

    assertThat(count(Counted.ALIKE)).isEqualTo(1);
  }

  @Test
  void a_merchant_that_the_new_path_never_hears_of_is_missing() {
    paths.old(says("a=1", NOW)).young(knowsNobody());
    comparing.offer(term, QUESTION, null);
    comparing.work();
    time = NOW.plus(PATIENCE);
    while (total() == 0) {
      comparing.work();
    }

    assertThat(count(Counted.MISSING)).isEqualTo(1);
  }

  @Test
  void what_is_found_wrong_after_a_change_of_the_switch_counts_then() {
    paths.old(says("a=1", NOW)).young(says("a=5", LATER));
    comparing.offer(term, QUESTION, null);
    states.change(
        1,
        StatesInMemory.setting(Mode.RAMP, 5),
        new SwitchStates.Order("", "", ComparisonStats.NOTHING));
    terms.refresh();

    comparing.work();

    assertThat(count(Counted.WRONG)).isZero();
    assertThat(terms.seen().of(Counted.WRONG)).isEqualTo(1);
    assertThat(states.mismatches.getFirst().term()).isEqualTo(2);
  }

  @Test
  void a_path_that_fails_is_counted_and_nothing_is_compared() {
    paths.old(says("a=1", NOW)).young(fails());
    comparing.offer(term, QUESTION, null);
    comparing.work();

    assertThat(total()).isZero();
    assertThat(count(Counted.NEW_FAILED)).isEqualTo(1);
  }

  @Test
  void what_is_too_much_is_shed() {
    for (int i = 0; i < 105; i++) {
      comparing.offer(term, QUESTION, null);
    }

    assertThat(count(Counted.SHED)).isEqualTo(5);
  }
}
