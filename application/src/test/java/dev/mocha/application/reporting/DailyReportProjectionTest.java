package dev.mocha.application.reporting;

import static dev.mocha.application.reporting.Lives.BEGIN;
import static dev.mocha.application.reporting.Lives.TERMS;
import static dev.mocha.application.reporting.Lives.line;
import static dev.mocha.application.reporting.Lives.live;
import static dev.mocha.application.reporting.Lives.merchant;
import static dev.mocha.application.reporting.Lives.order;
import static dev.mocha.application.reporting.Lives.placement;
import static dev.mocha.application.reporting.Lives.sequenced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.reporting.DailyReportProjection.MissingEvent;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.Lives.Step;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.application.reporting.RowsInMemory.StoredDay;
import dev.mocha.domain.ordering.Order;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.PlacedOrder;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DailyReportProjectionTest {

  private static final LocalDate DAY = LocalDate.of(2018, 11, 3);
  private static final List<Sequenced> LIFE =
      life(1, Step.ACCEPT, Step.READY, Step.PICK_UP, Step.DELIVER, Step.REFUND);

  private final RowsInMemory rows = new RowsInMemory();
  private final DailyReportProjection projection = new DailyReportProjection(rows);

  @Test
  void a_batch_becomes_the_row_of_its_order_and_the_summary_of_its_day() {
    assertThat(projection.project(LIFE)).isEqualTo(6);

    var delivered = finalOrder(LIFE);
    var summary = new DaySummary();
    summary.change(null, new OrderRow(delivered, 5));
    assertThat(rows.orders())
        .isEqualTo(Map.of(new OrderKey(merchant(0), DAY, order(1)), new OrderRow(delivered, 5)));
    assertThat(rows.days()).isEqualTo(Map.of(new DayKey(merchant(0), DAY), StoredDay.of(summary)));
    assertThat(rows.writes()).isEqualTo(1);
  }

  @Test
  void an_event_that_a_row_already_contains_is_skipped() {
    projection.project(LIFE);
    var days = rows.days();

    assertThat(projection.project(LIFE)).isZero();
    assertThat(projection.project(LIFE.subList(2, 3))).isZero();
    assertThat(rows.days()).isEqualTo(days);
    assertThat(rows.writes()).isEqualTo(1);
  }

  @Test
  void an_event_twice_in_one_batch_counts_once() {
    var batch = new ArrayList<>(LIFE.subList(0, 2));
    batch.addAll(LIFE.subList(0, 3));

    assertThat(projection.project(batch)).isEqualTo(3);
    assertThat(rows.orders().values())
        .containsExactly(new OrderRow(finalOrder(LIFE.subList(0, 3)), 2));
  }

  @Test
  void an_event_is_counted_when_it_is_applied_and_never_again() {
    projection.project(LIFE.subList(0, 2));
    projection.project(LIFE);
    projection.project(LIFE.subList(1, 4));

    assertThat(rows.counts())
        .isEqualTo(Set.copyOf(LogCount.sum(LIFE.stream().map(Sequenced::counted).toList())));
    assertThat(rows.counts().stream().mapToLong(LogCount::events).sum()).isEqualTo(6);
  }

  @Test
  void a_batch_continues_from_the_stored_rows() {
    assertThat(projection.project(LIFE.subList(0, 2))).isEqualTo(2);
    assertThat(projection.project(LIFE.subList(1, 6))).isEqualTo(4);

    var atOnce = new RowsInMemory();
    new DailyReportProjection(atOnce).project(LIFE);
    assertThat(rows.orders()).isEqualTo(atOnce.orders());
    assertThat(rows.days()).isEqualTo(atOnce.days());
  }

  @Test
  void an_empty_batch_writes_nothing() {
    assertThat(projection.project(List.of())).isZero();
    assertThat(rows.writes()).isZero();
  }

  @Test
  void a_missing_first_event_stops_the_projection_and_writes_nothing() {
    var batch = new ArrayList<>(life(2));
    batch.addAll(LIFE.subList(1, 3));

    assertThatExceptionOfType(MissingEvent.class)
        .isThrownBy(() -> projection.project(batch))
        .withMessage("order o-1: event 0 is missing, found 1");
    assertThat(rows.writes()).isZero();
    assertThat(rows.orders()).isEmpty();
  }

  @Test
  void a_gap_after_the_stored_rows_stops_the_projection_and_writes_nothing() {
    projection.project(LIFE.subList(0, 2));
    var days = rows.days();
    var batch = new ArrayList<>(life(2));
    batch.addAll(LIFE.subList(3, 6));

    assertThatExceptionOfType(MissingEvent.class)
        .isThrownBy(() -> projection.project(batch))
        .withMessage("order o-1: event 2 is missing, found 3");
    assertThat(rows.writes()).isEqualTo(1);
    assertThat(rows.days()).isEqualTo(days);
  }

  @Test
  void a_gap_within_a_batch_stops_the_projection_and_writes_nothing() {
    var batch = new ArrayList<>(LIFE);
    batch.remove(4);

    assertThatExceptionOfType(MissingEvent.class)
        .isThrownBy(() -> projection.project(batch))
        .withMessage("order o-1: event 4 is missing, found 5");
    assertThat(rows.writes()).isZero();
  }

  private static List<Sequenced> life(int number, Step... steps) {
    return sequenced(
        live(
            placement(number, 0, "CASH", 50, List.of(line("Soto", 2, 900))),
            TERMS.getFirst(),
            BEGIN,
            Duration.ofMinutes(1),
            List.of(steps)));
  }

  private static PlacedOrder finalOrder(List<Sequenced> life) {
    List<OrderEvent> events = life.stream().map(Sequenced::event).toList();
    return ((Order.Placed) Order.of(events)).facts();
  }
}
