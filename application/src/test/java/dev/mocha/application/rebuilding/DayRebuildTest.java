package dev.mocha.application.rebuilding;

import static dev.mocha.application.rebuilding.GenerationsInMemory.OPS;
import static dev.mocha.application.reporting.Lives.TERMS;
import static dev.mocha.application.reporting.Lives.line;
import static dev.mocha.application.reporting.Lives.live;
import static dev.mocha.application.reporting.Lives.merchant;
import static dev.mocha.application.reporting.Lives.placement;
import static dev.mocha.application.reporting.Lives.sequenced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.DayTables.MerchantChange;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.Lives;
import dev.mocha.application.reporting.Lives.Step;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.application.reporting.RowsInMemory;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DayRebuildTest {

  private static final int VERSION = 7;
  private static final LocalDate DAY = LocalDate.of(2018, 11, 3);

  private static final MerchantEvent REGISTERED =
      new MerchantRegistered(merchant(0), Lives.BEGIN, TERMS.getFirst());

  /** The days of orders 1 and 2. */
  private static final Days DAYS = new Days(merchant(0), DAY.plusDays(1), DAY.plusDays(2));

  private static final DayDifferences REPAIRED =
      VerificationInMemory.differences("before and after", 2);

  private final GenerationsInMemory generations = new GenerationsInMemory();
  private final ContentsInMemory contents = new ContentsInMemory();
  private final MerchantHistoryInMemory log = new MerchantHistoryInMemory();
  private final DayTablesInMemory tables = new DayTablesInMemory();
  private final DayRebuild days = new DayRebuild(generations, contents, log, tables, VERSION);

  /** Three orders on three days, side by side in the log; the stream has read half of it. */
  @BeforeEach
  void orders() {
    var lives = new ArrayList<List<Sequenced>>();
    for (int number = 0; number < 3; number++) {
      lives.add(life(number));
    }
    for (int step = 0; step < 3; step++) {
      for (List<Sequenced> life : lives) {
        log.orders.add(life.get(step));
      }
    }
    log.merchants.add(REGISTERED);
    tables.differ(REPAIRED);
    contents.read(generations.add(VERSION, State.LIVE), 2);
    tables.lockedAt = 9;
  }

  private static List<Sequenced> life(int number) {
    return sequenced(
        live(
            placement(number, 0, "CASH", 50, List.of(line("Soto", 2, 900))),
            TERMS.getFirst(),
            Lives.BEGIN.plus(Duration.ofDays(number)),
            Duration.ofMinutes(1),
            List.of(Step.ACCEPT, Step.READY)));
  }

  private static Collection<OrderRow> rowsOf(List<Sequenced> events) {
    var rows = new RowsInMemory();
    new DailyReportProjection(rows).project(events);
    return rows.orders().values();
  }

  @Test
  void orders_of_the_days_are_rebuilt_up_to_the_offset_at_which_the_stream_is_blocked() {
    assertThat(days.run(DAYS, OPS)).contains(REPAIRED);

    assertThat(tables.replacedOrders)
        .containsExactlyInAnyOrderElementsOf(
            rowsOf(
                log.orders.stream().filter(it -> DAYS.include(it.event().businessDate())).toList()))
        .hasSize(2);
    assertThat(generations.done())
        .containsExactly(
            "rebuild days report_g1 by ops: m-0 from 2018-11-04 to 2018-11-05: 2 days differed");
  }

  @Test
  void terms_are_rebuilt_from_the_log() {
    days.run(DAYS, OPS);

    assertThat(tables.replacedTerms).containsExactly(new MerchantChange(REGISTERED, 0));
  }

  @Test
  void a_merchant_that_is_not_in_the_log_has_no_days() {
    log.merchants.clear();

    assertThat(days.run(DAYS, OPS)).isEmpty();
    assertThat(generations.done()).isEmpty();
  }

  @Test
  void while_the_stream_is_blocked_only_the_rest_is_read() {
    days.run(DAYS, OPS);

    assertThat(log.read)
        .containsExactly(
            new Part(ContentsInMemory.PARTITION, 0, 4), new Part(ContentsInMemory.PARTITION, 4, 9));
  }

  @Test
  void parked_records_are_skipped() {
    tables.parkedOffsets = Set.of(7L);
    tables.parkedWhenLocked = tables.parkedOffsets;

    days.run(DAYS, OPS);

    assertThat(tables.replacedOrders)
        .containsExactlyInAnyOrderElementsOf(
            rowsOf(
                List.of(
                    log.orders.get(1),
                    log.orders.get(4),
                    log.orders.get(2),
                    log.orders.get(5),
                    log.orders.get(8))));
  }

  @Test
  void when_parked_offsets_change_meanwhile_everything_is_read_again() {
    tables.parkedOffsets = Set.of(1L, 7L);
    tables.parkedWhenLocked = Set.of(7L);

    days.run(DAYS, OPS);

    assertThat(tables.replacedOrders)
        .containsExactlyInAnyOrderElementsOf(
            rowsOf(
                List.of(
                    log.orders.get(1),
                    log.orders.get(4),
                    log.orders.get(2),
                    log.orders.get(5),
                    log.orders.get(8))));
    assertThat(log.read)
        .containsExactly(
            new Part(ContentsInMemory.PARTITION, 0, 4),
            new Part(ContentsInMemory.PARTITION, 0, 5),
            new Part(ContentsInMemory.PARTITION, 5, 9));
  }

  @Test
  void events_that_come_twice_count_once() {
    log.orders.addAll(List.copyOf(log.orders));
    tables.lockedAt = 18;

    days.run(DAYS, OPS);

    assertThat(tables.replacedOrders)
        .containsExactlyInAnyOrderElementsOf(
            rowsOf(
                log.orders.stream()
                    .filter(it -> DAYS.include(it.event().businessDate()))
                    .toList()));
  }

  @Test
  void days_of_which_the_log_lacks_an_event_stay_as_they_are() {
    tables.parkedOffsets = Set.of(4L);
    tables.parkedWhenLocked = tables.parkedOffsets;

    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> days.run(DAYS, OPS))
        .withMessage("order o-1: event 1 is missing");
    assertThat(tables.replacedOrders).isEmpty();
    assertThat(generations.done()).isEmpty();
  }

  @Test
  void an_event_that_is_impossible_in_its_order_is_irregular() {
    Sequenced placed = log.orders.get(1);
    log.orders.set(7, new Sequenced(placed.event(), 2, placed.counted()));

    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> days.run(DAYS, OPS))
        .withMessageStartingWith("order o-1: event 2 is impossible: ");
  }

  @Test
  void days_with_too_many_orders_are_rejected() {
    log.orders.clear();
    for (int number = 0; number <= 20_000; number++) {
      log.orders.addAll(
          sequenced(
              live(
                  placement(number, 0, "CASH", 50, List.of(line("Soto", 2, 900))),
                  TERMS.getFirst(),
                  Lives.BEGIN.plus(Duration.ofDays(1)),
                  Duration.ofMinutes(1),
                  List.of())));
    }
    tables.lockedAt = log.orders.size();

    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> days.run(DAYS, OPS))
        .withMessage("these days have more than 20,000 orders; choose fewer days");
    assertThat(tables.replacedOrders).isEmpty();
  }

  @Test
  void without_a_live_generation_no_days_are_rebuilt() {
    generations.become("report_g1", State.READY);

    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> days.run(DAYS, OPS))
        .withMessage("no generation of version 7 is live");
  }
}
