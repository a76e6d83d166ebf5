package dev.mocha.postgres.reconciling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DURATION;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.application.reconciling.ReconciliationRun;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.ReconciliationRun.Position;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.State;
import dev.mocha.application.reconciling.ReconciliationRun.Tally;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.rebuilding.ExclusiveWork;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ReconciliationTablesTest {

  private static final Scope SCOPE =
      new Scope(
          LocalDate.of(2018, 7, 1),
          LocalDate.of(2018, 7, 31),
          Set.of(new MerchantId("m-2"), new MerchantId("m-1")),
          1_000,
          true,
          false);
  private static final RequestedBy OPS = new RequestedBy("ops", "because");
  private static final Tally SOME = new Tally(1, 2, 3, 4, 5, 0);

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();
  private final ReconciliationTables sweeps =
      new ReconciliationTables(
          database.jdbc(),
          database.transaction(),
          new ExclusiveWork(database.dataSource(), "reconciliations"));

  @Test
  void one_runs_at_a_time() {
    ReconciliationRun begun = sweeps.begin(SCOPE, OPS).orElseThrow();

    assertThat(begun.scope()).isEqualTo(SCOPE);
    assertThat(begun.action()).isEqualTo(OPS);
    assertThat(begun.state()).isEqualTo(State.RUNNING);
    assertThat(begun.at()).isNull();
    assertThat(begun.endedAt()).isNull();
    assertThat(begun.tally()).isEqualTo(new Tally(0, 0, 0, 0, 0, 0));
    assertThat(sweeps.running()).containsExactly(begun);
    assertThat(sweeps.begin(SCOPE, OPS)).isEmpty();

    sweeps.end(begun.id());
    assertThat(sweeps.running()).isEmpty();
    assertThat(sweeps.find(begun.id()))
        .get()
        .satisfies(
            it -> {
              assertThat(it.state()).isEqualTo(State.DONE);
              assertThat(it.endedAt()).isAfterOrEqualTo(begun.begunAt());
            });
    ReconciliationRun next = sweeps.begin(SCOPE, OPS).orElseThrow();
    assertThat(sweeps.latest(9))
        .extracting(ReconciliationRun::id)
        .containsExactly(next.id(), begun.id());
    assertThat(sweeps.latest(1)).extracting(ReconciliationRun::id).containsExactly(next.id());
  }

  @Test
  void what_was_found_of_a_merchant_is_kept_with_how_far_it_is() {
    ReconciliationRun begun = sweeps.begin(SCOPE, OPS).orElseThrow();
    long id = begun.id();
    var one = new MerchantId("m-1");
    var day =
        new Finding(
            one,
            LocalDate.of(2018, 7, 26),
            List.of(new FieldDifference("totals.items", "3", "absent")),
            7,
            Outcome.FOUND,
            null);
    var terms = new Finding(one, null, List.of(), 0, Outcome.FOUND, null);
    var there = new Position(one, LocalDate.of(2018, 7, 31));
    var further = new Position(new MerchantId("m-2"), LocalDate.of(2018, 7, 31));

    assertThat(sweeps.done(begun, there, SOME, List.of(day, terms))).isTrue();
    assertThat(sweeps.done(begun, further, SOME, List.of(day))).as("by another").isFalse();
    ReconciliationRun stale = sweeps.find(id).orElseThrow();
    assertThat(sweeps.done(stale, further, SOME, List.of())).isTrue();
    assertThat(sweeps.done(stale, further, SOME, List.of(day))).as("by another").isFalse();

    assertThat(sweeps.findings(id, 0, 9)).containsExactly(day, terms);
    assertThat(sweeps.findings(id, 0, 1)).containsExactly(day);
    assertThat(sweeps.findings(id, 1, 9)).containsExactly(terms);
    assertThat(sweeps.findings(id + 1, 0, 9)).isEmpty();
    assertThat(sweeps.find(id))
        .get()
        .satisfies(
            it -> {
              assertThat(it.at()).isEqualTo(further);
              assertThat(it.tally()).isEqualTo(new Tally(2, 4, 6, 8, 10, 0));
            });

    var healed = new Finding(one, null, List.of(), 0, Outcome.HEALED, null);
    assertThat(sweeps.unhealed(id)).containsExactly(day, terms);
    sweeps.settle(id, healed);
    sweeps.settle(id, healed);
    assertThat(sweeps.unhealed(id)).containsExactly(day);
    assertThat(sweeps.findings(id, 0, 9)).containsExactly(day, healed);
    assertThat(sweeps.find(id).orElseThrow().tally().healed()).isEqualTo(1);
  }

  @Test
  void those_that_ended_long_ago_are_dropped() {
    ReconciliationRun ended = sweeps.begin(SCOPE, OPS).orElseThrow();
    sweeps.done(
        ended,
        new Position(new MerchantId("m-1"), SCOPE.to()),
        SOME,
        List.of(new Finding(new MerchantId("m-1"), null, List.of(), 0, Outcome.FOUND, null)));
    sweeps.end(ended.id());
    ReconciliationRun running = sweeps.begin(SCOPE, OPS).orElseThrow();

    sweeps.forget(Duration.ofHours(1));
    assertThat(sweeps.latest(9)).hasSize(2);
    sweeps.forget(Duration.ZERO);
    assertThat(sweeps.latest(9)).containsExactly(running);
    assertThat(sweeps.findings(ended.id(), 0, 9)).isEmpty();
  }

  @Test
  void one_off_peak_runs_beside_one_of_operators_and_comes_after_it() {
    var offPeak = new Scope(SCOPE.from(), SCOPE.to(), Set.of(), 1, false, true);
    ReconciliationRun atNight = sweeps.begin(offPeak, OPS).orElseThrow();
    ReconciliationRun atOnce = sweeps.begin(SCOPE, OPS).orElseThrow();

    assertThat(sweeps.begin(offPeak, OPS)).isEmpty();
    assertThat(sweeps.running()).containsExactly(atOnce, atNight);
  }

  @Test
  void one_rests_by_the_clock_that_all_processes_share() {
    ReconciliationRun begun = sweeps.begin(SCOPE, OPS).orElseThrow();
    assertThat(begun.rest()).isZero();

    sweeps.rest(begun.id(), Duration.ofMinutes(1));
    assertThat(sweeps.running())
        .extracting(ReconciliationRun::rest)
        .singleElement(DURATION)
        .isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));

    sweeps.rest(begun.id(), Duration.ZERO);
    assertThat(sweeps.running()).extracting(ReconciliationRun::rest).containsExactly(Duration.ZERO);
  }

  @Test
  void what_is_cancelled_stays_so() {
    long id = sweeps.begin(SCOPE, OPS).orElseThrow().id();

    assertThat(sweeps.cancel(id, OPS)).isTrue();
    assertThat(sweeps.cancel(id, OPS)).isFalse();
    sweeps.end(id);
    ReconciliationRun cancelled = sweeps.find(id).orElseThrow();
    assertThat(cancelled.cancelled()).isEqualTo(OPS);
    assertThat(
            sweeps.done(cancelled, new Position(new MerchantId("m"), SCOPE.to()), SOME, List.of()))
        .isFalse();

    assertThat(cancelled.state()).isEqualTo(State.CANCELLED);
    assertThat(sweeps.find(id + 1)).isEmpty();
  }
}
