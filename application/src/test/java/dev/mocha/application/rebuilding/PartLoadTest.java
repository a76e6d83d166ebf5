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

class PartLoadTest {

  private final LoadedInMemory loaded = new LoadedInMemory();

  @Test
  void what_is_held_does_not_grow_with_the_history() {
    PartLoad load = load(new Limits(2, 10, 3, 4));
    for (int number = 0; number < 40; number++) {
      hand(load, life(number, number, Step.REJECT));
    }

    assertThat(loaded.sizes()).isEqualTo(Collections.nCopies(7, 5));
    assertThat(loaded.pieces()).isEqualTo(33);

    load.end();
    assertThat(loaded.sizes()).isEqualTo(Collections.nCopies(8, 5));
    assertThat(loaded.pieces()).isEqualTo(40);
  }

  @Test
  void an_order_that_stays_open_leaves_for_newer_ones() {
    PartLoad load = load(new Limits(2, 1, 10, 10));
    for (int number = 0; number < 5; number++) {
      hand(load, life(number, 0, Step.ACCEPT));
    }

    assertThat(loaded.sizes()).containsExactly(1, 1, 1);
  }

  @Test
  void a_gap_in_an_order_at_hand_is_irregular() {
    PartLoad load = load(Limits.DEFAULT);
    List<Sequenced> life = life(1, 0, Step.ACCEPT, Step.READY);
    hand(load, life.subList(0, 1));

    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> hand(load, life.subList(2, 3)))
        .withMessage("order o-1: event 1 is missing");
  }

  @Test
  void a_refund_soon_after_the_delivery_is_not_late() {
    PartLoad load = load(new Limits(1, 2, 10, 10));
    hand(load, life(1, 0, Step.ACCEPT, Step.READY, Step.PICK_UP, Step.DELIVER, Step.REFUND));
    load.end();

    assertThat(loaded.sizes()).containsExactly(1);
    assertThat(loaded.lateEvents()).isZero();
  }

  @Test
  void a_gap_in_an_order_that_was_written_is_found_when_it_is_completed() {
    PartLoad load = load(new Limits(1, 1, 10, 10));
    List<Sequenced> life =
        life(1, 0, Step.ACCEPT, Step.READY, Step.PICK_UP, Step.DELIVER, Step.REFUND, Step.REFUND);
    hand(load, life.subList(0, life.size() - 2));
    hand(load, life.subList(life.size() - 1, life.size()));
    load.end();

    assertThatExceptionOfType(MissingEvent.class).isThrownBy(loaded::completed);
  }

  @Test
  void an_order_without_its_placing_is_found_when_it_is_completed() {
    PartLoad load = load(Limits.DEFAULT);
    hand(load, life(1, 0, Step.ACCEPT).subList(1, 2));
    load.end();

    assertThatExceptionOfType(MissingEvent.class).isThrownBy(loaded::completed);
  }

  private PartLoad load(Limits limits) {
    return new PartLoad(loaded, limits, new RebuildThrottle(0));
  }

  private static void hand(PartLoad load, List<Sequenced> events) {
    events.forEach(it -> load.order(it.event(), it.sequence(), it.counted()));
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
