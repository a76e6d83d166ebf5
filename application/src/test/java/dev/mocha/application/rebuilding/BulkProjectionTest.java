package dev.mocha.application.rebuilding;

import static dev.mocha.application.reporting.Lives.TERMS;
import static dev.mocha.application.reporting.Lives.line;
import static dev.mocha.application.reporting.Lives.live;
import static dev.mocha.application.reporting.Lives.placement;
import static dev.mocha.application.reporting.Lives.sequenced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mocha.application.rebuilding.BulkProjection.Limits;
import dev.mocha.application.reporting.DailyReportProjection.MissingEvent;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.Lives;
import dev.mocha.application.reporting.Lives.Step;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkProjectionTest {

  private final LoadedInMemory loaded = new LoadedInMemory();

  @Test
  void memory_does_not_grow_with_the_history() {
    BulkProjection projection = projection(new Limits(2, 10, 3, 4));
    for (int number = 0; number < 40; number++) {
      handle(projection, life(number, number, Step.REJECT));
    }

    assertThat(loaded.sizes()).isEqualTo(Collections.nCopies(7, 5));
    assertThat(loaded.partialDays()).isEqualTo(33);

    projection.end();
    assertThat(loaded.sizes()).isEqualTo(Collections.nCopies(8, 5));
    assertThat(loaded.partialDays()).isEqualTo(40);
  }

  @Test
  void an_order_that_stays_open_is_evicted_by_newer_ones() {
    BulkProjection projection = projection(new Limits(2, 1, 10, 10));
    for (int number = 0; number < 5; number++) {
      handle(projection, life(number, 0, Step.ACCEPT));
    }

    assertThat(loaded.sizes()).containsExactly(1, 1, 1);
  }

  @Test
  void a_gap_in_an_order_in_memory_is_irregular() {
    BulkProjection projection = projection(Limits.DEFAULT);
    List<Sequenced> life = life(1, 0, Step.ACCEPT, Step.READY);
    handle(projection, life.subList(0, 1));

    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> handle(projection, life.subList(2, 3)))
        .withMessage("order o-1: event 1 is missing");
  }

  @Test
  void a_refund_soon_after_the_delivery_is_not_late() {
    BulkProjection projection = projection(new Limits(1, 2, 10, 10));
    handle(
        projection, life(1, 0, Step.ACCEPT, Step.READY, Step.PICK_UP, Step.DELIVER, Step.REFUND));
    projection.end();

    assertThat(loaded.sizes()).containsExactly(1);
    assertThat(loaded.lateEvents()).isZero();
  }

  @Test
  void a_gap_in_a_written_order_is_found_at_completion() {
    BulkProjection projection = projection(new Limits(1, 1, 10, 10));
    List<Sequenced> life =
        life(1, 0, Step.ACCEPT, Step.READY, Step.PICK_UP, Step.DELIVER, Step.REFUND, Step.REFUND);
    handle(projection, life.subList(0, life.size() - 2));
    handle(projection, life.subList(life.size() - 1, life.size()));
    projection.end();

    assertThatExceptionOfType(MissingEvent.class).isThrownBy(loaded::completed);
  }

  @Test
  void an_order_without_its_first_event_is_found_at_completion() {
    BulkProjection projection = projection(Limits.DEFAULT);
    handle(projection, life(1, 0, Step.ACCEPT).subList(1, 2));
    projection.end();

    assertThatExceptionOfType(MissingEvent.class).isThrownBy(loaded::completed);
  }

  private BulkProjection projection(Limits limits) {
    return new BulkProjection(loaded, limits, _ -> {});
  }

  private static void handle(BulkProjection projection, List<Sequenced> events) {
    events.forEach(it -> projection.order(it.event(), it.sequence(), it.counted()));
  }

  private static List<Sequenced> life(int number, int day, Step... steps) {
    return sequenced(
        live(
            placement(number, 0, "CASH", 50, List.of(line("Soto", 2, 9_000))),
            TERMS.getFirst(),
            Lives.BEGIN.plus(Duration.ofDays(day)),
            Duration.ofMinutes(1),
            List.of(steps)));
  }
}
