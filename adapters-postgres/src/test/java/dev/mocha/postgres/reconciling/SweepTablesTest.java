package dev.mocha.postgres.reconciling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.rebuilding.Comparison.FieldDifference;
import dev.mocha.application.rebuilding.Generations.Action;
import dev.mocha.application.reconciling.Sweep;
import dev.mocha.application.reconciling.Sweep.Finding;
import dev.mocha.application.reconciling.Sweep.Outcome;
import dev.mocha.application.reconciling.Sweep.Scope;
import dev.mocha.application.reconciling.Sweep.State;
import dev.mocha.application.reconciling.Sweep.Tally;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.rebuilding.ExclusiveWork;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SweepTablesTest {

  private static final Scope SCOPE =
      new Scope(
          LocalDate.of(2018, 7, 1),
          LocalDate.of(2018, 7, 31),
          Set.of(new MerchantId("m-2"), new MerchantId("m-1")),
          1_000,
          true,
          false);
  private static final Action OPS = new Action("ops", "because");
  private static final Tally SOME = new Tally(1, 2, 3, 4, 5, 6);

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();
  private final SweepTables sweeps =
      new SweepTables(
          database.jdbc(),
          database.transaction(),
          new ExclusiveWork(database.dataSource(), "reconciliations"));

  @Test
  void one_runs_at_a_time() {
    Sweep begun = sweeps.begin(SCOPE, OPS).orElseThrow();

    assertThat(begun.scope()).isEqualTo(SCOPE);
    assertThat(begun.action()).isEqualTo(OPS);
    assertThat(begun.state()).isEqualTo(State.RUNNING);
    assertThat(begun.after()).isNull();
    assertThat(begun.endedAt()).isNull();
    assertThat(begun.tally()).isEqualTo(new Tally(0, 0, 0, 0, 0, 0));
    assertThat(sweeps.running()).contains(begun);
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
    Sweep next = sweeps.begin(SCOPE, OPS).orElseThrow();
    assertThat(sweeps.latest(9)).extracting(Sweep::id).containsExactly(next.id(), begun.id());
    assertThat(sweeps.latest(1)).extracting(Sweep::id).containsExactly(next.id());
  }

  @Test
  void what_was_found_of_a_merchant_is_kept_with_how_far_it_is() {
    long id = sweeps.begin(SCOPE, OPS).orElseThrow().id();
    var day =
        new Finding(
            new MerchantId("m-1"),
            LocalDate.of(2018, 7, 26),
            List.of(new FieldDifference("totals.items", "3", "absent")),
            7,
            Outcome.NOT_HEALED,
            "not today");
    var terms = new Finding(new MerchantId("m-1"), null, List.of(), 0, Outcome.FOUND, null);

    sweeps.done(id, new MerchantId("m-1"), SOME, List.of(day, terms));
    sweeps.done(id, new MerchantId("m-2"), SOME, List.of());

    assertThat(sweeps.findings(id, 9)).containsExactly(day, terms);
    assertThat(sweeps.findings(id, 1)).containsExactly(day);
    assertThat(sweeps.findings(id + 1, 9)).isEmpty();
    assertThat(sweeps.find(id))
        .get()
        .satisfies(
            it -> {
              assertThat(it.after()).isEqualTo(new MerchantId("m-2"));
              assertThat(it.tally()).isEqualTo(new Tally(2, 4, 6, 8, 10, 12));
            });
  }

  @Test
  void what_is_cancelled_stays_so() {
    long id = sweeps.begin(SCOPE, OPS).orElseThrow().id();

    assertThat(sweeps.cancel(id, OPS)).isTrue();
    assertThat(sweeps.cancel(id, OPS)).isFalse();
    sweeps.end(id);

    assertThat(sweeps.find(id)).get().extracting(Sweep::state).isEqualTo(State.CANCELLED);
    assertThat(sweeps.find(id + 1)).isEmpty();
  }
}
