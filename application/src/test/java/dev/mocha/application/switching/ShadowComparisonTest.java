package dev.mocha.application.switching;

import static dev.mocha.application.switching.ScriptedPaths.REQUEST;
import static dev.mocha.application.switching.ScriptedPaths.fails;
import static dev.mocha.application.switching.ScriptedPaths.knowsNobody;
import static dev.mocha.application.switching.ScriptedPaths.responds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.MeasuredPaths.PrimaryResponse;
import dev.mocha.application.switching.ShadowComparison.Limits;
import dev.mocha.application.switching.SwitchEpochs.EpochMinute;
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
  private static final Duration MAX_LAG = Duration.ofSeconds(30);

  private final ScriptedPaths paths = new ScriptedPaths();
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
  private final SwitchEpochs epochs = new SwitchEpochs(states, clock);
  private final EpochMinute minute = epochs.current();
  private final ShadowComparison comparison =
      new ShadowComparison(
          epochs, paths.measured, ScriptedPaths::fields, states, new Limits(1_000, MAX_LAG), clock);

  private void compare(@Nullable PrimaryResponse known, Kind... expected) {
    comparison.offer(minute, REQUEST, known);
    long before = total();
    while (total() == before && calls < 200) {
      comparison.work();
      calls++;
    }
    for (Kind it : expected) {
      assertThat(count(it)).as(it.name()).isPositive();
    }
    assertThat(total()).isEqualTo(before + expected.length);
  }

  private int calls;

  private long total() {
    ComparisonStats stats = minute.counters().stats();
    return stats.compared() + stats.of(Kind.UNSTABLE);
  }

  private long count(Kind kind) {
    return minute.counters().stats().of(kind);
  }

  @Test
  void equal_responses_match_whatever_they_are_complete_to() {
    paths
        .primary(responds("a=1,completeTo=x,final=true", NOW))
        .candidate(responds("a=1,completeTo=y,final=false", BEFORE));

    compare(null, Kind.MATCH);
  }

  @Test
  void a_candidate_that_lags_is_fetched_again_and_is_no_mismatch() {
    paths
        .primary(responds("a=2", NOW))
        .candidate(responds("a=1", BEFORE), responds("a=1", BEFORE), responds("a=2", LATER));

    compare(null, Kind.MATCH);
    assertThat(count(Kind.PRIMARY_REQUESTS)).isEqualTo(1);
    assertThat(count(Kind.CANDIDATE_REQUESTS)).isEqualTo(3);
    assertThat(states.mismatches).isEmpty();
  }

  @Test
  void
      a_candidate_complete_to_the_moment_at_which_the_primary_began_may_lack_what_the_primary_contains() {
    paths.primary(responds("a=2", NOW)).candidate(responds("a=1", NOW), responds("a=2", LATER));

    compare(null, Kind.MATCH);
  }

  @Test
  void a_comparison_that_waits_for_minutes_counts_in_the_minute_of_its_result() {
    paths.primary(responds("a=1", NOW)).candidate(responds("a=1", NOW));
    comparison.offer(minute, REQUEST, null);
    for (int later = 1; later <= 3; later++) {
      time = NOW.plus(Duration.ofMinutes(later));
      epochs.record();
    }
    comparison.work();
    epochs.record();

    assertThat(states.stats(minute.state().epoch(), Instant.EPOCH).of(Kind.MATCH)).isEqualTo(1);
  }

  @Test
  void a_candidate_that_lags_for_too_long_is_late() {
    paths.primary(responds("a=2", NOW)).candidate(responds("a=1", BEFORE));
    comparison.offer(minute, REQUEST, null);
    comparison.work();
    time = NOW.plus(MAX_LAG);
    while (total() == 0) {
      comparison.work();
    }

    assertThat(count(Kind.LATE)).isEqualTo(1);
    assertThat(states.mismatches).extracting(it -> it.kind()).containsExactly(Kind.LATE);
  }

  @Test
  void a_candidate_that_is_ahead_is_compared_with_the_next_response_of_the_primary() {
    paths.primary(responds("a=1", NOW), responds("a=2", LATER)).candidate(responds("a=2", LATER));

    compare(null, Kind.MATCH);
  }

  @Test
  void a_day_that_changes_in_between_is_compared_again() {
    paths
        .primary(responds("a=1", NOW), responds("a=3", NOW), responds("a=3", NOW))
        .candidate(responds("a=2", LATER), responds("a=3", LATER));

    compare(null, Kind.MATCH);
  }

  @Test
  void a_day_that_changes_all_the_time_is_unstable() {
    paths
        .primary(
            responds("a=1", NOW),
            responds("a=2", NOW),
            responds("a=3", NOW),
            responds("a=4", NOW),
            responds("a=5", NOW),
            responds("a=6", NOW),
            responds("a=7", NOW))
        .candidate(responds("a=0", LATER));

    compare(null, Kind.UNSTABLE);
    assertThat(states.mismatches).isEmpty();
  }

  @Test
  void another_response_between_two_equal_ones_is_a_mismatch() {
    paths.primary(responds("a=1,b=1", NOW)).candidate(responds("a=1,b=5", LATER));

    compare(null, Kind.VALUE);
    assertThat(states.mismatches)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.merchantId()).isEqualTo("m-1");
              assertThat(it.differingFields()).isEqualTo(1);
              assertThat(it.fields()).containsExactly(new FieldDifference("b", "1", "5"));
              assertThat(it.primaryCompleteTo()).isEqualTo(NOW);
              assertThat(it.candidateCompleteTo()).isEqualTo(LATER);
            });
  }

  @Test
  void a_known_response_of_the_primary_is_not_fetched_again() {
    paths.primary(fails()).candidate(responds("a=1", LATER));

    compare(new PrimaryResponse(responds("a=1", NOW).get().orElseThrow(), NOW), Kind.MATCH);
    assertThat(count(Kind.PRIMARY_REQUESTS)).isZero();
  }

  @Test
  void a_merchant_that_the_candidate_does_not_know_yet_is_fetched_again() {
    paths.primary(responds("a=1", NOW)).candidate(knowsNobody(), responds("a=1", LATER));

    compare(null, Kind.MATCH);
  }

  @Test
  void a_comparison_that_waits_long_in_the_queue_is_not_late_for_that() {
    paths.primary(responds("a=2", NOW)).candidate(responds("a=1", BEFORE), responds("a=2", LATER));
    comparison.offer(minute, REQUEST, null);
    time = NOW.plus(MAX_LAG.multipliedBy(2));
    while (total() == 0) {
      comparison.work();
    }

    assertThat(count(Kind.MATCH)).isEqualTo(1);
  }

  @Test
  void a_merchant_that_the_candidate_never_gets_to_know_is_missing() {
    paths.primary(responds("a=1", NOW)).candidate(knowsNobody());
    comparison.offer(minute, REQUEST, null);
    comparison.work();
    time = NOW.plus(MAX_LAG);
    while (total() == 0) {
      comparison.work();
    }

    assertThat(count(Kind.MISSING)).isEqualTo(1);
  }

  @Test
  void a_mismatch_found_after_a_change_counts_in_the_new_epoch() {
    paths.primary(responds("a=1", NOW)).candidate(responds("a=5", LATER));
    comparison.offer(minute, REQUEST, null);
    states.change(
        1,
        StatesInMemory.setting(Mode.RAMP, 5),
        new SwitchStates.SwitchChange(new RequestedBy("", ""), ComparisonStats.NOTHING));
    epochs.refresh();

    comparison.work();

    assertThat(count(Kind.VALUE)).isZero();
    assertThat(epochs.stats().of(Kind.VALUE)).isEqualTo(1);
    assertThat(states.mismatches.getFirst().epoch()).isEqualTo(2);
  }

  @Test
  void a_failed_request_is_counted_and_nothing_is_compared() {
    paths.primary(responds("a=1", NOW)).candidate(fails());
    comparison.offer(minute, REQUEST, null);
    comparison.work();

    assertThat(total()).isZero();
    assertThat(count(Kind.CANDIDATE_FAILURES)).isEqualTo(1);
  }

  @Test
  void a_full_queue_sheds_comparisons() {
    for (int i = 0; i < 105; i++) {
      comparison.offer(minute, REQUEST, null);
    }

    assertThat(count(Kind.SHED)).isEqualTo(5);
  }
}
