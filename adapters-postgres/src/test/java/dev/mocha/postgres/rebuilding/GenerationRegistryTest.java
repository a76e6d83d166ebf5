package dev.mocha.postgres.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.Order;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.Proof;
import dev.mocha.application.rebuilding.Generation.Source;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations.Busy;
import dev.mocha.application.rebuilding.Generations.Cancelled;
import dev.mocha.application.rebuilding.Generations.NotNow;
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
  private static final Order ORDER = new Order(Source.EVENT_STORE, true, false, 77);

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();

  private final GenerationRegistry generations = Rebuilding.generations(database);

  @Test
  void a_generation_that_is_begun_is_the_newest_and_tells_what_was_ordered() {
    Generation begun = generations.begin(VERSION, ORDER, OPS);

    assertThat(begun)
        .isEqualTo(
            new Generation(
                NEXT,
                VERSION,
                State.BUILDING,
                ORDER,
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
            "ops: because: rebuild report_g2, version %d, from event store, to be promoted, 77 events/s at most"
                .formatted(VERSION));
  }

  @Test
  void one_is_in_the_making_at_a_time() {
    generations.begin(VERSION, ORDER, OPS);

    assertThatExceptionOfType(Busy.class)
        .isThrownBy(() -> generations.begin(VERSION + 1, ORDER, OPS))
        .withMessage("report_g2 is being built; one rebuild runs at a time");
    generations.filled(NEXT, Phase.CATCHING_UP);
    assertThatExceptionOfType(Busy.class).isThrownBy(() -> generations.begin(VERSION, ORDER, OPS));
    generations.ready(NEXT);
    assertThat(generations.begin(VERSION, ORDER, OPS).name()).isEqualTo("report_g3");
  }

  @Test
  void a_rebuild_tells_how_far_it_is_until_it_is_ready() {
    generations.begin(VERSION, ORDER, OPS);

    var loading = new Progress(Phase.LOADING, 3, 9, 2, NOON);
    generations.progress(NEXT, loading);
    assertThat(generation(NEXT).progress()).isEqualTo(loading);
    generations.progress(NEXT, new Progress(Phase.LOADING, 3, 9, 0, NOON.plusSeconds(5)));
    assertThat(generation(NEXT).progress())
        .as("it has not come further")
        .isEqualTo(new Progress(Phase.LOADING, 3, 9, 0, NOON));
    generations.waits(NEXT, "the broker is away");
    assertThat(generation(NEXT).failure()).isEqualTo("the broker is away");
    generations.filled(NEXT, Phase.CATCHING_UP);
    assertThat(generation(NEXT).state()).isEqualTo(State.CATCHING_UP);
    generations.proven(NEXT, 4);
    assertThat(generation(NEXT).proof()).extracting(Proof::days).isEqualTo(4L);
    generations.ready(NEXT);

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
  void promotion_moves_the_pointer_and_keeps_the_way_back() {
    String next = ready(VERSION);
    assertThat(states()).containsExactly("report_g2 READY", "report_g1 LIVE");

    generations.promote(next, OPS, "nothing differs");
    assertThat(states()).containsExactly("report_g2 LIVE", "report_g1 FORMER");
    assertThat(generations.live(VERSION)).map(Generation::name).contains(next);
    assertThat(generations.former(VERSION)).map(Generation::name).contains(FIRST);

    assertThat(generations.rollBack(VERSION, OPS)).isEqualTo(FIRST);
    assertThat(states()).containsExactly("report_g2 FORMER", "report_g1 LIVE");

    generations.promote(next, OPS, "");
    assertThat(states()).containsExactly("report_g2 LIVE", "report_g1 FORMER");
    assertThat(audit())
        .endsWith(
            "ops: because: promote report_g2, in place of report_g1; nothing differs",
            "ops: because: rollback report_g1, in place of report_g2",
            "ops: because: promote report_g2, in place of report_g1");
  }

  @Test
  void the_former_generation_is_the_one_that_answered_last() {
    generations.promote(ready(VERSION), OPS, "");
    generations.promote(ready(VERSION), OPS, "");
    assertThat(generations.former(VERSION)).map(Generation::name).contains(NEXT);

    generations.rollBack(VERSION, OPS);
    assertThat(generations.former(VERSION)).map(Generation::name).contains("report_g3");
  }

  @Test
  void each_version_has_a_pointer_of_its_own() {
    String newer = ready(VERSION + 1);
    assertThat(generations.live(VERSION + 1)).isEmpty();
    assertThat(generations.former(VERSION + 1)).isEmpty();

    generations.promote(newer, OPS, "");

    assertThat(states()).containsExactly("report_g2 LIVE", "report_g1 LIVE");
    assertThat(generations.live(VERSION)).map(Generation::name).contains(FIRST);
    assertThat(generations.live(VERSION + 1)).map(Generation::name).contains(newer);
    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> generations.rollBack(VERSION + 1, OPS))
        .withMessage("no former generation is kept up to date");
    assertThat(audit()).last().isEqualTo("ops: because: promote report_g2, in place of none");
  }

  @Test
  void what_is_not_ready_is_not_promoted() {
    generations.begin(VERSION, ORDER, OPS);

    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> generations.promote(NEXT, OPS, ""))
        .withMessage("report_g2 is not ready, it is BUILDING");
    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> generations.promote(FIRST, OPS, ""))
        .withMessage("report_g1 answers already");
    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> generations.promote("report_g9", OPS, ""))
        .withMessage("there is no generation report_g9");
    assertThat(states()).containsExactly("report_g2 BUILDING", "report_g1 LIVE");
  }

  @Test
  void a_rebuild_that_is_cancelled_is_told_so_and_comes_to_no_other_end() {
    generations.begin(VERSION, ORDER, OPS);
    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> generations.cancel(FIRST, OPS))
        .withMessage("no such rebuild is at work");

    assertThat(generations.cancel(null, OPS)).isEqualTo(NEXT);

    assertThatExceptionOfType(Cancelled.class)
        .isThrownBy(() -> generations.progress(NEXT, new Progress(Phase.LOADING, 1, 2, 3, NOON)))
        .withMessage("the rebuild of report_g2 was cancelled");
    generations.filled(NEXT, Phase.CATCHING_UP);
    generations.ready(NEXT);
    generations.failed(NEXT, "too late");
    assertThat(generation(NEXT))
        .extracting(Generation::state, Generation::failure, Generation::hasUnusedTables)
        .containsExactly(State.CANCELLED, null, true);
    assertThatExceptionOfType(NotNow.class).isThrownBy(() -> generations.cancel(NEXT, OPS));
    assertThat(audit()).last().isEqualTo("ops: because: cancel report_g2, ");
  }

  @Test
  void a_rebuild_that_fails_says_why() {
    generations.begin(VERSION, ORDER, OPS);

    generations.failed(NEXT, "the log is cut off");

    assertThat(generation(NEXT))
        .extracting(Generation::state, Generation::failure, Generation::hasUnusedTables)
        .containsExactly(State.FAILED, "the log is cut off", true);
    assertThat(audit()).last().isEqualTo("mocha: the log is cut off: fail report_g2, ");
  }

  @Test
  void only_what_nobody_needs_is_retired() {
    String next = ready(VERSION);
    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> generations.retire(FIRST, VERSION, false, OPS))
        .withMessage("report_g1 cannot be retired, it is LIVE");
    generations.promote(next, OPS, "");

    generations.retire(FIRST, VERSION, false, OPS);

    assertThat(states()).containsExactly("report_g2 LIVE", "report_g1 RETIRED");
    assertThat(generations.former(VERSION)).isEmpty();
    assertThat(generation(FIRST).hasUnusedTables()).isTrue();
    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> generations.promote(FIRST, OPS, ""))
        .withMessage("report_g1 is not ready, it is RETIRED");
    String building = generations.begin(VERSION, ORDER, OPS).name();
    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> generations.retire(building, VERSION, false, OPS))
        .withMessage("report_g3 cannot be retired, it is BUILDING");
  }

  @Test
  void what_another_version_answers_from_is_retired_by_force_only() {
    generations.promote(ready(VERSION + 1), OPS, "");
    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> generations.retire(NEXT, VERSION, false, OPS));
    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> generations.retire(FIRST, VERSION + 1, false, OPS))
        .withMessage(
            "version %d answers from report_g1; force it when no process of that version is left"
                .formatted(VERSION));
    assertThatExceptionOfType(NotNow.class)
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

    assertThat(outcomes).containsExactlyInAnyOrder("done", "report_g2 answers already");
    assertThat(audit()).filteredOn(it -> it.contains(": promote ")).hasSize(1);
  }

  @Test
  void of_two_generations_promoted_at_once_one_answers_and_the_other_is_the_way_back() {
    String one = ready(VERSION);
    String other = ready(VERSION);

    assertThat(
            Rebuilding.atOnce(
                database,
                () -> generations.promote(one, OPS, ""),
                () -> generations.promote(other, OPS, "")))
        .containsExactly("done", "done");

    assertThat(List.of(generation(one).state(), generation(other).state()))
        .containsExactlyInAnyOrder(State.LIVE, State.FORMER);
    String former = generation(one).state() == State.FORMER ? one : other;
    assertThat(generations.former(VERSION)).map(Generation::name).contains(former);
    assertThat(audit()).last().asString().endsWith("in place of " + former);
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
    String name = generations.begin(version, ORDER, OPS).name();
    generations.filled(name, Phase.CATCHING_UP);
    generations.ready(name);
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
            SELECT by || ': ' || reason || ': ' || action || ' ' || generation || ', ' || detail
            FROM generation_actions WHERE projection = 'daily-report' ORDER BY id
            """)
        .query(String.class)
        .list()
        .stream()
        .map(Objects::requireNonNull)
        .toList();
  }
}
