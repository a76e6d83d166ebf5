package dev.mocha.postgres.reconciling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DURATION;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.reconciling.ReconciliationRun;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.ReconciliationRun.Progress;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.State;
import dev.mocha.application.reconciling.ReconciliationRun.Stats;
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
  private static final Stats SOME = new Stats(1, 2, 3, 4, 5, 0);

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();
  private final ReconciliationTables runs =
      new ReconciliationTables(
          database.jdbc(),
          database.transaction(),
          new ExclusiveWork(database.dataSource(), "reconciliations"));

  @Test
  void one_run_is_active_at_a_time() {
    ReconciliationRun begun = runs.begin(SCOPE, OPS).orElseThrow();

    assertThat(begun.scope()).isEqualTo(SCOPE);
    assertThat(begun.requestedBy()).isEqualTo(OPS);
    assertThat(begun.state()).isEqualTo(State.RUNNING);
    assertThat(begun.progress()).isNull();
    assertThat(begun.endedAt()).isNull();
    assertThat(begun.stats()).isEqualTo(new Stats(0, 0, 0, 0, 0, 0));
    assertThat(runs.running()).containsExactly(begun);
    assertThat(runs.begin(SCOPE, OPS)).isEmpty();

    runs.finish(begun.id());
    assertThat(runs.running()).isEmpty();
    assertThat(runs.find(begun.id()))
        .get()
        .satisfies(
            it -> {
              assertThat(it.state()).isEqualTo(State.DONE);
              assertThat(it.endedAt()).isAfterOrEqualTo(begun.begunAt());
            });
    ReconciliationRun next = runs.begin(SCOPE, OPS).orElseThrow();
    assertThat(runs.latest(9))
        .extracting(ReconciliationRun::id)
        .containsExactly(next.id(), begun.id());
    assertThat(runs.latest(1)).extracting(ReconciliationRun::id).containsExactly(next.id());
  }

  @Test
  void findings_are_recorded_with_the_progress_once() {
    ReconciliationRun begun = runs.begin(SCOPE, OPS).orElseThrow();
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
    var there = new Progress(one, LocalDate.of(2018, 7, 31));
    var further = new Progress(new MerchantId("m-2"), LocalDate.of(2018, 7, 31));

    assertThat(runs.record(begun, there, SOME, List.of(day, terms))).isTrue();
    assertThat(runs.record(begun, further, SOME, List.of(day)))
        .as("after another process")
        .isFalse();
    ReconciliationRun stale = runs.find(id).orElseThrow();
    assertThat(runs.record(stale, further, SOME, List.of())).isTrue();
    assertThat(runs.record(stale, further, SOME, List.of(day)))
        .as("after another process")
        .isFalse();

    assertThat(runs.findings(id, 0, 9)).containsExactly(day, terms);
    assertThat(runs.findings(id, 0, 1)).containsExactly(day);
    assertThat(runs.findings(id, 1, 9)).containsExactly(terms);
    assertThat(runs.findings(id + 1, 0, 9)).isEmpty();
    assertThat(runs.find(id))
        .get()
        .satisfies(
            it -> {
              assertThat(it.progress()).isEqualTo(further);
              assertThat(it.stats()).isEqualTo(new Stats(2, 4, 6, 8, 10, 0));
            });

    var repaired = new Finding(one, null, List.of(), 0, Outcome.REPAIRED, null);
    assertThat(runs.toRepair(id)).containsExactly(day, terms);
    runs.resolve(id, repaired);
    runs.resolve(id, repaired);
    assertThat(runs.toRepair(id)).containsExactly(day);
    assertThat(runs.findings(id, 0, 9)).containsExactly(day, repaired);
    assertThat(runs.find(id).orElseThrow().stats().repaired()).isEqualTo(1);
  }

  @Test
  void runs_that_ended_long_ago_are_deleted() {
    ReconciliationRun ended = runs.begin(SCOPE, OPS).orElseThrow();
    runs.record(
        ended,
        new Progress(new MerchantId("m-1"), SCOPE.to()),
        SOME,
        List.of(new Finding(new MerchantId("m-1"), null, List.of(), 0, Outcome.FOUND, null)));
    runs.finish(ended.id());
    ReconciliationRun running = runs.begin(SCOPE, OPS).orElseThrow();

    runs.deleteOlderThan(Duration.ofHours(1));
    assertThat(runs.latest(9)).hasSize(2);
    runs.deleteOlderThan(Duration.ZERO);
    assertThat(runs.latest(9)).containsExactly(running);
    assertThat(runs.findings(ended.id(), 0, 9)).isEmpty();
  }

  @Test
  void an_off_peak_run_is_active_beside_another_and_comes_after_it() {
    var offPeak = new Scope(SCOPE.from(), SCOPE.to(), Set.of(), 1, false, true);
    ReconciliationRun atNight = runs.begin(offPeak, OPS).orElseThrow();
    ReconciliationRun atOnce = runs.begin(SCOPE, OPS).orElseThrow();

    assertThat(runs.begin(offPeak, OPS)).isEmpty();
    assertThat(runs.running()).containsExactly(atOnce, atNight);
  }

  @Test
  void a_pause_ends_by_the_clock_of_the_database() {
    ReconciliationRun begun = runs.begin(SCOPE, OPS).orElseThrow();
    assertThat(begun.pause()).isZero();

    runs.pause(begun.id(), Duration.ofMinutes(1));
    assertThat(runs.running())
        .extracting(ReconciliationRun::pause)
        .singleElement(DURATION)
        .isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));

    runs.pause(begun.id(), Duration.ZERO);
    assertThat(runs.running()).extracting(ReconciliationRun::pause).containsExactly(Duration.ZERO);
  }

  @Test
  void a_cancelled_run_stays_cancelled() {
    long id = runs.begin(SCOPE, OPS).orElseThrow().id();

    assertThat(runs.cancel(id, OPS)).isTrue();
    assertThat(runs.cancel(id, OPS)).isFalse();
    runs.finish(id);
    ReconciliationRun cancelled = runs.find(id).orElseThrow();
    assertThat(cancelled.cancelledBy()).isEqualTo(OPS);
    assertThat(
            runs.record(cancelled, new Progress(new MerchantId("m"), SCOPE.to()), SOME, List.of()))
        .isFalse();

    assertThat(cancelled.state()).isEqualTo(State.CANCELLED);
    assertThat(runs.find(id + 1)).isEmpty();
  }
}
