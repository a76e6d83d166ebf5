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
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
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
  private static final RebuildRequest FROM_LOG = new RebuildRequest(Source.LOG, false, false, 0);
  private static final RebuildRequest TO_PROMOTE = new RebuildRequest(Source.LOG, true, false, 0);
  private static final LogPartition OTHER = new LogPartition("orders", 1);

  private final GenerationsInMemory generations = new GenerationsInMemory();
  private final ContentsInMemory contents = new ContentsInMemory();
  private final VerificationInMemory verification = new VerificationInMemory();
  private final HistoryInMemory history = new HistoryInMemory();
  private final BulkTablesInMemory tables = new BulkTablesInMemory();
  private final Time time = new Time();
  private final RebuildJob job = job();

  private RebuildJob job() {
    return new RebuildJob(
        generations,
        contents,
        Map.of(Source.LOG, history),
        tables,
        new BulkLoader(tables, Limits.DEFAULT, 2),
        history,
        new Promotion(generations, verification, VERSION),
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
  void a_rebuild_fills_the_tables_catches_up_and_is_verified() {
    String name = generations.add(VERSION, State.BUILDING);

    job.work();

    assertThat(tables.done())
        .containsExactly(
            "begin report_g2", "load orders-0 of report_g2 beside report_g1", "complete report_g2");
    assertThat(tables.loaded(name)).containsExactly(new Part(PARTITION, 0, 10));
    assertThat(generations.done())
        .containsExactly(
            "report_g2 LOADING",
            "report_g2 INDEXING",
            "report_g2 filled",
            "report_g2 CATCHING_UP",
            "report_g2 VERIFYING",
            "report_g2 verified, 0 days differ",
            "report_g2 ready");
    assertThat(contents.streamOffsets(name)).isEqualTo(Map.of(PARTITION, 12L));
  }

  @Test
  void a_rebuild_resumes_with_the_missing_parts() {
    generations.add(VERSION, State.BUILDING);
    Part loaded = new Part(PARTITION, 0, 10);
    Part missing = new Part(OTHER, 0, 5);
    tables.begin("report_g2", new Extent(List.of(loaded, missing), Map.of()), "report_g1");
    tables.load("report_g2", loaded, "report_g1", _ -> {});

    job.work();

    assertThat(tables.done())
        .containsExactly(
            "begin report_g2",
            "load orders-0 of report_g2 beside report_g1",
            "load orders-1 of report_g2 beside report_g1",
            "complete report_g2");
    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
  }

  @Test
  void a_generation_that_is_filled_resumes_catching_up() {
    generations.add(VERSION, State.CATCHING_UP);

    job.work();

    assertThat(tables.done()).isEmpty();
    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
  }

  @Test
  void a_history_that_cannot_be_loaded_in_bulk_is_left_to_the_stream() {
    generations.add(VERSION, State.BUILDING);
    history.onRead(
        (_, _) -> {
          throw new IrregularHistory("an event is missing");
        });

    job.work();

    assertThat(tables.done()).containsExactly("begin report_g2", "empty report_g2");
    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
  }

  @Test
  void a_history_with_an_order_twice_is_left_to_the_stream() {
    generations.add(VERSION, State.BUILDING);
    tables.onComplete(
        () -> {
          throw new IrregularHistory("the history contains an order twice");
        });

    job.work();

    assertThat(tables.done()).last().isEqualTo("empty report_g2");
    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
  }

  @Test
  void a_rebuild_that_fails_backs_off_and_tries_again() {
    generations.add(VERSION, State.BUILDING);
    breakReading("Kafka does not answer");

    job.work();
    assertThat(generations.state("report_g2")).isEqualTo(State.BUILDING);
    assertThat(generations.failure("report_g2"))
        .isEqualTo("java.lang.IllegalStateException: Kafka does not answer");

    mendReading();
    job.work();
    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
    assertThat(generations.failure("report_g2")).isNull();
  }

  @Test
  void a_rebuild_that_stalls_fails() {
    generations.add(VERSION, State.BUILDING);
    breakReading("the disk is full");

    job.work();
    pass(Duration.ofMinutes(10));
    job.work();
    assertThat(generations.state("report_g2")).isEqualTo(State.BUILDING);
    pass(Duration.ofMillis(1));
    job.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.FAILED);
    assertThat(generations.done())
        .last()
        .isEqualTo("report_g2 failed: java.lang.IllegalStateException: the disk is full");
  }

  @Test
  void a_failure_after_progress_restarts_the_stall_timeout() {
    generations.add(VERSION, State.BUILDING);
    breakReading("Kafka does not answer");
    job.work();
    pass(Duration.ofMinutes(60));
    mendReading();
    tables.onComplete(
        () -> {
          throw new IllegalStateException("the database does not answer");
        });

    job.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.BUILDING);
  }

  @Test
  void a_rebuild_from_an_incomplete_log_fails() {
    generations.add(VERSION, State.BUILDING);
    history.fail(new Incomplete(PARTITION, 12));

    job.work();

    assertThat(generations.done())
        .containsExactly(
            "report_g2 failed: orders-0 begins at offset 12: Kafka has deleted the records before;"
                + " rebuild from the event store");
  }

  @Test
  void a_cancelled_rebuild_ends_and_its_tables_are_dropped() {
    generations.add(VERSION, State.BUILDING);
    history.onRead((_, _) -> generations.cancel(null, OPS));

    job.work();
    assertThat(tables.done()).doesNotContain("complete report_g2");
    assertThat(generations.state("report_g2")).isEqualTo(State.CANCELLED);

    job.work();
    assertThat(generations.done()).last().isEqualTo("report_g2 dropped");
  }

  @Test
  void a_rebuild_that_is_cancelled_while_it_catches_up_ends() {
    generations.add(VERSION, State.CATCHING_UP, TO_PROMOTE);
    verification.onCompare(() -> generations.become("report_g2", State.CANCELLED));

    job.work();

    assertThat(generations.done()).doesNotContain("report_g2 ready");
    assertThat(generations.state("report_g2")).isEqualTo(State.CANCELLED);
  }

  @Test
  void a_rebuild_with_a_promotion_is_live_once_it_is_verified() {
    generations.add(VERSION, State.BUILDING, TO_PROMOTE);

    job.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.LIVE);
    assertThat(generations.state("report_g1")).isEqualTo(State.PREVIOUS);
    assertThat(generations.done()).last().isEqualTo("promote report_g2 by ops: no day differs");
  }

  @Test
  void a_rebuild_that_differs_is_ready_and_not_promoted() {
    generations.add(VERSION, State.BUILDING, TO_PROMOTE);
    verification.differ("report_g1", "report_g2", 4);

    job.work();
    job.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
    assertThat(generations.failure("report_g2"))
        .isEqualTo("4 days differ: m-1 2018-07-26 (report_g1 and report_g2)");
  }

  @Test
  void a_rebuild_that_differs_from_its_own_orders_is_ready_and_not_promoted() {
    generations.add(VERSION, State.BUILDING, TO_PROMOTE);
    verification.differWithin("report_g2", 2);

    job.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.READY);
    assertThat(generations.failure("report_g2"))
        .isEqualTo(
            "2 days differed at the last verification of report_g2; verify it again (mocha"
                + " generations differences report_g2), or force the promotion");
  }

  @Test
  void a_rebuild_that_differs_is_promoted_by_force() {
    generations.add(VERSION, State.BUILDING, new RebuildRequest(Source.LOG, true, true, 0));
    verification.differ("report_g1", "report_g2", 4);

    job.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.LIVE);
  }

  @Test
  void a_promotion_before_which_the_process_died_is_carried_out() {
    generations.add(VERSION, State.READY, TO_PROMOTE);

    job.work();

    assertThat(generations.state("report_g2")).isEqualTo(State.LIVE);
    assertThat(generations.done()).containsExactly("promote report_g2 by ops: no day differs");
  }

  @Test
  void a_promotion_that_failed_is_tried_again() {
    generations.add(VERSION, State.READY, TO_PROMOTE);
    verification.onCompare(
        () -> {
          throw new IllegalStateException("the database does not answer");
        });
    job.work();
    assertThat(generations.state("report_g2")).isEqualTo(State.READY);

    verification.onCompare(() -> {});
    job.work();
    assertThat(generations.state("report_g2")).isEqualTo(State.LIVE);
  }

  @Test
  void rebuilds_of_another_version_or_from_an_unreachable_source_are_left_to_others() {
    String newer = generations.add(VERSION + 1, State.BUILDING, FROM_LOG);
    String elsewhere =
        generations.add(
            VERSION, State.BUILDING, new RebuildRequest(Source.EVENT_STORE, false, false, 0));

    job.work();

    assertThat(generations.done()).isEmpty();
    assertThat(generations.state(newer)).isEqualTo(State.BUILDING);
    assertThat(generations.state(elsewhere)).isEqualTo(State.BUILDING);
  }

  @Test
  void a_rebuild_on_which_another_process_works_is_left_to_it() {
    generations.add(VERSION, State.BUILDING);
    generations.anotherProcessWorks();

    job.work();

    assertThat(generations.done()).isEmpty();
  }

  private void breakReading(String reason) {
    history.onRead(
        (_, _) -> {
          throw new IllegalStateException(reason);
        });
  }

  private void mendReading() {
    history.onRead((part, handler) -> handler.read(part.entries()));
  }

  private void pass(Duration duration) {
    time.now = time.now.plus(duration);
  }
}
