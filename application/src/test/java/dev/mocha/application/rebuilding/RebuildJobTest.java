package dev.mocha.application.rebuilding;

import static dev.mocha.application.rebuilding.ContentsInMemory.PARTITION;
import static dev.mocha.application.rebuilding.GenerationsInMemory.NOW;
import static dev.mocha.application.rebuilding.GenerationsInMemory.OPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.BulkProjection.Limits;
import dev.mocha.application.rebuilding.EventHistory.Extent;
import dev.mocha.application.rebuilding.EventHistory.Incomplete;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.Generation.Order;
import dev.mocha.application.rebuilding.Generation.Source;
import dev.mocha.application.rebuilding.Generation.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RebuildJobTest {

  private static final int VERSION = 7;
  private static final Order FROM_LOG = new Order(Source.LOG, false, false, 0);
  private static final Order TO_PROMOTE = new Order(Source.LOG, true, false, 0);
  private static final LogPartition OTHER = new LogPartition("orders", 1);

  private final GenerationsInMemory generations = new GenerationsInMemory();
  private final ContentsInMemory contents = new ContentsInMemory();
  private final VerificationInMemory comparison = new VerificationInMemory();
  private final HistoryInMemory history = new HistoryInMemory();
  private final BulkTablesInMemory tables = new BulkTablesInMemory();
  private final Time time = new Time();
  private final RebuildJob rebuilder = rebuilder();

  private RebuildJob rebuilder() {
    return new RebuildJob(
        generations,
        contents,
        Map.of(Source.LOG, history),
        tables,
        new BulkLoader(tables, Limits.DEFAULT, 2),
        history,
        new Promotion(generations, comparison, VERSION),
        time,
        VERSION);
  }

  /** A clock that a test moves. */
  private static final class Time extends Clock {
    private Instant now = NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("it is UTC");
    }
  }

  /** The live generation has read ten records, of eleven by now. */
  @BeforeEach
  void live() {
    contents.read(generations.add(VERSION, State.LIVE), 9);
    contents.read("report_g2", 9);
    history.end(Map.of(PARTITION, 11L));
  }

  @Test
  void a_rebuild_is_filled_catches_up_and_is_proven() {
    String name = generations.add(VERSION, State.BUILDING);

    rebuilder.work();

    assertThat(tables.done())
        .containsExactly(
            "begin report_g2", "load orders-0 of report_g2 beside report_g1", "complete report_g2");
    assertThat(tables.loaded(name)).containsExactly(new Part(PARTITION, 0, 10));
    assertThat(generations.done())
        .containsExactly(
            "report_g2 LOADING",
            "report_g2 COMPLETING",
            "report_g2 filled",
            "report_g2 CATCHING_UP",
            "report_g2 PROVING",
            "report_g2 proven, 0 days differ",
            "report_g2 ready");
    assertThat(contents.positions(name)).isEqualTo(Map.of(PARTITION, 12L));
  }

  @Test
  void a_rebuild_goes_on_with_the_parts_that_are_missing() {
    generations.add(VERSION, State.BUILDING);
    Part loaded = new Part(PARTITION, 0, 10);
    Part missing = new Part(OTHER, 0, 5);
    tables.begin("report_g2", new Extent(List.of(loaded, missing), Map.of()), "report_g1");
    tables.load("report_g2", loaded, "report_g1", _ -> {});

    rebuilder.work();

    assertThat(tables.done())
        .containsExactly(
            "begin report_g2",
            "load orders-0 of report_g2 beside report_g1",
            "load orders-1 of report_g2 beside report_g1",
            "complete report_g2");
    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
  }

  @Test
  void a_generation_that_was_filled_goes_on_to_catch_up() {
    generations.add(VERSION, State.CATCHING_UP);

    rebuilder.work();

    assertThat(tables.done()).isEmpty();
    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
  }

  @Test
  void what_a_bulk_load_cannot_take_is_left_to_the_stream() {
    generations.add(VERSION, State.BUILDING);
    history.onRead(
        (_, _) -> {
          throw new IrregularHistory("an event is missing");
        });

    rebuilder.work();

    assertThat(tables.done()).containsExactly("begin report_g2", "empty report_g2");
    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
  }

  @Test
  void an_order_that_is_found_twice_in_the_end_is_left_to_the_stream() {
    generations.add(VERSION, State.BUILDING);
    tables.onComplete(
        () -> {
          throw new IrregularHistory("an order is in the history twice");
        });

    rebuilder.work();

    assertThat(tables.done()).last().isEqualTo("empty report_g2");
    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
  }

  @Test
  void what_fails_is_put_off_and_tried_again() {
    generations.add(VERSION, State.BUILDING);
    breakReading("the broker is away");

    rebuilder.work();
    assertThat(generations.state("report_g2")).isEqualTo(State.BUILDING);
    assertThat(generations.failure("report_g2"))
        .isEqualTo("java.lang.IllegalStateException: the broker is away");

    mendReading();
    rebuilder.work();
    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
    assertThat(generations.failure("report_g2")).isNull();
  }

  @Test
  void what_goes_on_to_fail_at_the_same_place_is_given_up() {
    generations.add(VERSION, State.BUILDING);
    breakReading("the disk is full");

    rebuilder.work();
    pass(Duration.ofMinutes(10));
    rebuilder.work();
    assertThat(generations.state("report_g2")).isEqualTo(State.BUILDING);
    pass(Duration.ofMillis(1));
    rebuilder.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.FAILED);
    assertThat(generations.done())
        .last()
        .isEqualTo("report_g2 failed: java.lang.IllegalStateException: the disk is full");
  }

  @Test
  void a_failure_after_a_long_way_is_not_the_last() {
    generations.add(VERSION, State.BUILDING);
    breakReading("the broker is away");
    rebuilder.work();
    pass(Duration.ofMinutes(60));
    mendReading();
    tables.onComplete(
        () -> {
          throw new IllegalStateException("the database is away");
        });

    rebuilder.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.BUILDING);
  }

  @Test
  void a_history_that_is_cut_off_cannot_be_built_from() {
    generations.add(VERSION, State.BUILDING);
    history.onExtent(
        () -> {
          throw new Incomplete(PARTITION, 12);
        });

    rebuilder.work();

    assertThat(generations.done())
        .containsExactly(
            "report_g2 failed: orders-0 begins at offset 12: the log has dropped what was before;"
                + " rebuild from the event store");
  }

  @Test
  void a_rebuild_that_is_cancelled_ends_and_its_tables_go() {
    generations.add(VERSION, State.BUILDING);
    history.onRead((_, _) -> generations.cancel(null, OPS));

    rebuilder.work();
    assertThat(tables.done()).doesNotContain("complete report_g2");
    assertThat(generations.state("report_g2")).isEqualTo(State.CANCELLED);

    rebuilder.work();
    assertThat(generations.done()).last().isEqualTo("report_g2 dropped");
  }

  @Test
  void a_rebuild_that_is_cancelled_while_it_catches_up_ends() {
    generations.add(VERSION, State.CATCHING_UP, TO_PROMOTE);
    comparison.onLook(() -> generations.become("report_g2", State.CANCELLED));

    rebuilder.work();

    assertThat(generations.done()).doesNotContain("report_g2 ready");
    assertThat(generations.state("report_g2")).isEqualTo(State.CANCELLED);
  }

  @Test
  void a_rebuild_that_shall_be_promoted_answers_once_it_is_proven() {
    generations.add(VERSION, State.BUILDING, TO_PROMOTE);

    rebuilder.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.LIVE);
    assertThat(generations.state("report_g1")).isEqualTo(State.FORMER);
    assertThat(generations.done()).last().isEqualTo("promote report_g2 by ops: nothing differs");
  }

  @Test
  void a_rebuild_that_differs_is_ready_and_does_not_answer() {
    generations.add(VERSION, State.BUILDING, TO_PROMOTE);
    comparison.differs("report_g1", "report_g2", 4);

    rebuilder.work();
    rebuilder.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
    assertThat(generations.failure("report_g2"))
        .isEqualTo("4 days differ: m-1 2018-07-26 (report_g1 and report_g2)");
  }

  @Test
  void a_rebuild_whose_own_rows_differ_is_ready_and_does_not_answer() {
    generations.add(VERSION, State.BUILDING, TO_PROMOTE);
    comparison.differsWithin("report_g2", 2);

    rebuilder.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
    assertThat(generations.failure("report_g2"))
        .isEqualTo(
            "2 days differed when report_g2 was compared last; ask for its differences again, or"
                + " force it");
  }

  @Test
  void a_rebuild_that_differs_answers_when_it_is_forced() {
    generations.add(VERSION, State.BUILDING, new Order(Source.LOG, true, true, 0));
    comparison.differs("report_g1", "report_g2", 4);

    rebuilder.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.LIVE);
  }

  @Test
  void a_promotion_that_a_process_died_before_is_made_up_for() {
    generations.add(VERSION, State.READY, TO_PROMOTE);

    rebuilder.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.LIVE);
    assertThat(generations.done()).containsExactly("promote report_g2 by ops: nothing differs");
  }

  @Test
  void a_promotion_that_could_not_be_tried_is_tried_again() {
    generations.add(VERSION, State.READY, TO_PROMOTE);
    comparison.onLook(
        () -> {
          throw new IllegalStateException("the database is away");
        });
    rebuilder.work();
    assertThat(generations.state("report_g2")).isEqualTo(State.READY);

    comparison.onLook(() -> {});
    rebuilder.work();
    assertThat(generations.state("report_g2")).isEqualTo(State.LIVE);
  }

  @Test
  void rebuilds_of_another_version_and_from_a_source_out_of_reach_are_for_others() {
    String newer = generations.add(VERSION + 1, State.BUILDING, FROM_LOG);
    String elsewhere =
        generations.add(VERSION, State.BUILDING, new Order(Source.EVENT_STORE, false, false, 0));

    rebuilder.work();

    assertThat(generations.done()).isEmpty();
    assertThat(generations.state(newer)).isEqualTo(State.BUILDING);
    assertThat(generations.state(elsewhere)).isEqualTo(State.BUILDING);
  }

  @Test
  void what_another_process_is_at_is_left_to_it() {
    generations.add(VERSION, State.BUILDING);
    generations.anotherIsAtWork();

    rebuilder.work();

    assertThat(generations.done()).isEmpty();
  }

  private void breakReading(String reason) {
    history.onRead(
        (_, _) -> {
          throw new IllegalStateException(reason);
        });
  }

  private void mendReading() {
    history.onRead((part, reader) -> reader.passed(part.length()));
  }

  private void pass(Duration duration) {
    time.now = time.now.plus(duration);
  }
}
