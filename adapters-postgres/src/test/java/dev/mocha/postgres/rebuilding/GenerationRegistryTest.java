package dev.mocha.postgres.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generation.Verified;
import dev.mocha.application.rebuilding.Generations.Busy;
import dev.mocha.application.rebuilding.Generations.Cancelled;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.RebuildRequest;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.postgres.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class GenerationRegistryTest {

  private static final int VERSION = DailyReportProjection.VERSION;
  private static final String FIRST = TestDatabase.GENERATION;
  private static final String NEXT = "report_g2";
  private static final Instant NOON = Instant.parse("2018-07-26T05:00:00.123456Z");
  private static final RequestedBy OPS = new RequestedBy("ops", "because");
  private static final RebuildRequest REQUEST =
      new RebuildRequest(Source.EVENT_STORE, true, false, 77);

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();

  private final GenerationRegistry generations = Rebuilding.generations(database);

  @Test
  void a_generation_that_has_begun_is_the_newest_and_has_its_request() {
    Generation begun = generations.begin(VERSION, REQUEST, OPS);

    assertThat(begun)
        .isEqualTo(
            new Generation(
                NEXT,
                VERSION,
                State.BUILDING,
                REQUEST,
                OPS,
                new Progress(Phase.LOADING, 0, 0, 0, begun.progress().at()),
                begun.createdAt(),
                null,
                null,
                false,
                null,
                null));
    assertThat(begun.progress().at()).isNotNull();
    assertThat(generations.all()).extracting(Generation::name).containsExactly(NEXT, FIRST);
    assertThat(generations.find(NEXT)).contains(begun);
    assertThat(generations.find("report_g9")).isEmpty();
    assertThat(audit())
        .containsExactly(
            "ops: because: rebuild report_g2, version %d, from event store, to be promoted, at most 77 entries/s"
                .formatted(VERSION));
  }

  @Test
  void one_rebuild_runs_at_a_time() {
    generations.begin(VERSION, REQUEST, OPS);

    assertThatExceptionOfType(Busy.class)
        .isThrownBy(() -> generations.begin(VERSION + 1, REQUEST, OPS))
        .withMessage("report_g2 is being built; one rebuild runs at a time");
    generations.startCatchingUp(NEXT);
    assertThatExceptionOfType(Busy.class)
        .isThrownBy(() -> generations.begin(VERSION, REQUEST, OPS));
    generations.setReady(NEXT);
    assertThat(generations.begin(VERSION, REQUEST, OPS).name()).isEqualTo("report_g3");
  }

  @Test
  void a_rebuild_stores_its_progress_until_it_is_ready() {
    generations.begin(VERSION, REQUEST, OPS);

    var loading = new Progress(Phase.LOADING, 3, 9, 2, NOON);
    generations.recordProgress(NEXT, loading);
    assertThat(generation(NEXT).progress()).isEqualTo(loading);
    generations.recordProgress(NEXT, new Progress(Phase.LOADING, 3, 9, 0, NOON.plusSeconds(5)));
    assertThat(generation(NEXT).progress())
        .as("it has not come further")
        .isEqualTo(new Progress(Phase.LOADING, 3, 9, 0, NOON));
    generations.recordFailure(NEXT, "Kafka does not answer");
    assertThat(generation(NEXT).failure()).isEqualTo("Kafka does not answer");
    generations.startCatchingUp(NEXT);
    assertThat(generation(NEXT).state()).isEqualTo(State.CATCHING_UP);
    generations.recordVerification(NEXT, 4);
    assertThat(generation(NEXT).verified()).extracting(Verified::differingDays).isEqualTo(4L);
    generations.setReady(NEXT);

    assertThat(generation(NEXT))
        .satisfies(
            it -> {
              assertThat(it.state()).isEqualTo(State.READY);
              assertThat(it.progress().phase()).isEqualTo(Phase.DONE);
              assertThat(it.readyAt()).isNotNull();
              assertThat(it.failure()).isNull();
            });
  }

  @Test
  void promotion_moves_the_pointer_and_keeps_the_previous_generation() {
    String next = ready(VERSION);
    assertThat(states()).containsExactly("report_g2 READY", "report_g1 LIVE");

    generations.promote(next, OPS, "no day differs");
    assertThat(states()).containsExactly("report_g2 LIVE", "report_g1 PREVIOUS");
    assertThat(generations.live(VERSION)).map(Generation::name).contains(next);
    assertThat(generations.previous(VERSION)).map(Generation::name).contains(FIRST);

    assertThat(generations.rollBack(VERSION, OPS)).isEqualTo(FIRST);
    assertThat(states()).containsExactly("report_g2 PREVIOUS", "report_g1 LIVE");

    generations.promote(next, OPS, "");
    assertThat(states()).containsExactly("report_g2 LIVE", "report_g1 PREVIOUS");
    assertThat(audit())
        .endsWith(
            "ops: because: promote report_g2, in place of report_g1; no day differs",
            "ops: because: rollback report_g1, in place of report_g2",
            "ops: because: promote report_g2, in place of report_g1");
  }

  @Test
  void the_previous_generation_is_the_one_that_was_live_last() {
    generations.promote(ready(VERSION), OPS, "");
    generations.promote(ready(VERSION), OPS, "");
    assertThat(generations.previous(VERSION)).map(Generation::name).contains(NEXT);

    generations.rollBack(VERSION, OPS);
    assertThat(generations.previous(VERSION)).map(Generation::name).contains("report_g3");
  }

  @Test
  void each_version_has_a_pointer_of_its_own() {
    String newer = ready(VERSION + 1);
    assertThat(generations.live(VERSION + 1)).isEmpty();
    assertThat(generations.previous(VERSION + 1)).isEmpty();

    generations.promote(newer, OPS, "");

    assertThat(states()).containsExactly("report_g2 LIVE", "report_g1 LIVE");
    assertThat(generations.live(VERSION)).map(Generation::name).contains(FIRST);
    assertThat(generations.live(VERSION + 1)).map(Generation::name).contains(newer);
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> generations.rollBack(VERSION + 1, OPS))
        .withMessage("there is no previous generation");
    assertThat(audit()).last().isEqualTo("ops: because: promote report_g2, in place of none");
  }

  @Test
  void a_generation_that_is_not_ready_is_not_promoted() {
    generations.begin(VERSION, REQUEST, OPS);

    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> generations.promote(NEXT, OPS, ""))
        .withMessage("report_g2 is not ready, it is BUILDING");
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> generations.promote(FIRST, OPS, ""))
        .withMessage("report_g1 is live already");
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> generations.promote("report_g9", OPS, ""))
        .withMessage("there is no generation report_g9");
    assertThat(states()).containsExactly("report_g2 BUILDING", "report_g1 LIVE");
  }

  @Test
  void a_cancelled_rebuild_stays_cancelled_and_learns_of_it() {
    generations.begin(VERSION, REQUEST, OPS);
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> generations.cancel(FIRST, OPS))
        .withMessage("no such rebuild is running");

    assertThat(generations.cancel(null, OPS)).isEqualTo(NEXT);

    assertThatExceptionOfType(Cancelled.class)
        .isThrownBy(
            () -> generations.recordProgress(NEXT, new Progress(Phase.LOADING, 1, 2, 3, NOON)))
        .withMessage("the rebuild of report_g2 was cancelled");
    generations.startCatchingUp(NEXT);
    generations.setReady(NEXT);
    generations.fail(NEXT, "too late");
    assertThat(generation(NEXT))
        .extracting(Generation::state, Generation::failure, Generation::hasUnusedTables)
        .containsExactly(State.CANCELLED, null, true);
    assertThatExceptionOfType(Rejected.class).isThrownBy(() -> generations.cancel(NEXT, OPS));
    assertThat(audit()).last().isEqualTo("ops: because: cancel report_g2, ");
  }

  @Test
  void a_failed_rebuild_stores_the_reason() {
    generations.begin(VERSION, REQUEST, OPS);

    generations.fail(NEXT, "the log is cut off");

    assertThat(generation(NEXT))
        .extracting(Generation::state, Generation::failure, Generation::hasUnusedTables)
        .containsExactly(State.FAILED, "the log is cut off", true);
    assertThat(audit()).last().isEqualTo("mocha: the log is cut off: fail report_g2, ");
  }

  @Test
  void only_an_unused_generation_is_retired() {
    String next = ready(VERSION);
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> generations.retire(FIRST, VERSION, false, OPS))
        .withMessage("report_g1 cannot be retired, it is LIVE");
    generations.promote(next, OPS, "");

    generations.retire(FIRST, VERSION, false, OPS);

    assertThat(states()).containsExactly("report_g2 LIVE", "report_g1 RETIRED");
    assertThat(generations.previous(VERSION)).isEmpty();
    assertThat(generation(FIRST).hasUnusedTables()).isTrue();
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> generations.promote(FIRST, OPS, ""))
        .withMessage("report_g1 is not ready, it is RETIRED");
    String building = generations.begin(VERSION, REQUEST, OPS).name();
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> generations.retire(building, VERSION, false, OPS))
        .withMessage("report_g3 cannot be retired, it is BUILDING");
  }

  @Test
  void the_live_generation_of_another_version_is_retired_by_force_only() {
    generations.promote(ready(VERSION + 1), OPS, "");
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> generations.retire(NEXT, VERSION, false, OPS));
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> generations.retire(FIRST, VERSION + 1, false, OPS))
        .withMessage(
            ("report_g1 is the live generation of version %d; force it when no process of that"
                    + " version runs")
                .formatted(VERSION));
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> generations.retire(NEXT, VERSION + 1, true, OPS));

    generations.retire(FIRST, VERSION + 1, true, OPS);

    assertThat(states()).containsExactly("report_g2 LIVE", "report_g1 RETIRED");
    assertThat(generations.live(VERSION)).isEmpty();
  }

  @Test
  void of_two_promotions_of_a_generation_at_once_one_wins() {
    String newer = ready(VERSION + 1);

    List<String> outcomes =
        Rebuilding.atOnce(
            database,
            () -> generations.promote(newer, OPS, ""),
            () -> generations.promote(newer, OPS, ""));

    assertThat(outcomes).containsExactlyInAnyOrder("done", "report_g2 is live already");
    assertThat(audit()).filteredOn(it -> it.contains(": promote ")).hasSize(1);
  }

  @Test
  void of_two_generations_promoted_at_once_one_is_live_and_the_other_previous() {
    String one = ready(VERSION);
    String other = ready(VERSION);

    assertThat(
            Rebuilding.atOnce(
                database,
                () -> generations.promote(one, OPS, ""),
                () -> generations.promote(other, OPS, "")))
        .containsExactly("done", "done");

    assertThat(List.of(generation(one).state(), generation(other).state()))
        .containsExactlyInAnyOrder(State.LIVE, State.PREVIOUS);
    String previous = generation(one).state() == State.PREVIOUS ? one : other;
    assertThat(generations.previous(VERSION)).map(Generation::name).contains(previous);
    assertThat(audit()).last().asString().endsWith("in place of " + previous);
  }

  @Test
  void a_generation_that_is_promoted_and_retired_at_once_is_one_of_the_two() {
    String newer = ready(VERSION + 1);

    List<String> outcomes =
        Rebuilding.atOnce(
            database,
            () -> generations.promote(newer, OPS, ""),
            () -> generations.retire(newer, VERSION + 1, false, OPS));

    assertThat(outcomes).containsOnlyOnce("done");
    boolean promoted = outcomes.getFirst().equals("done");
    assertThat(generation(newer).state()).isEqualTo(promoted ? State.LIVE : State.RETIRED);
    assertThat(generations.live(VERSION + 1).isPresent()).isEqualTo(promoted);
  }

  private String ready(int version) {
    String name = generations.begin(version, REQUEST, OPS).name();
    generations.startCatchingUp(name);
    generations.setReady(name);
    return name;
  }

  private Generation generation(String name) {
    return generations.find(name).orElseThrow();
  }

  private List<String> states() {
    return generations.all().stream().map(it -> it.name() + " " + it.state()).toList();
  }

  private List<String> audit() {
    return database
        .jdbc()
        .sql(
            """
            SELECT requested_by || ': ' || reason || ': ' || action || ' ' || generation || ', ' || detail
            FROM generation_actions WHERE projection = 'daily-report' ORDER BY id
            """)
        .query(String.class)
        .list()
        .stream()
        .map(Objects::requireNonNull)
        .toList();
  }
}
