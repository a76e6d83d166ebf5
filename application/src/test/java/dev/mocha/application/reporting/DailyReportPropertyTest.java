package dev.mocha.application.reporting;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.Order;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.PlacedOrder;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

class DailyReportPropertyTest {

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void folding_events_in_any_batches_gives_what_the_definitions_say(
      @ForAll("lives") List<List<OrderEvent>> lives, @ForAll Random random) {
    RowsInMemory rows = projected(batches(AnyLives.interleaved(lives, random), random));
    Map<DayKey, List<PlacedOrder>> days =
        lives.stream()
            .map(DailyReportPropertyTest::finalOrder)
            .collect(groupingBy(DailyReportPropertyTest::dayOf));

    assertThat(rows.days().keySet()).isEqualTo(days.keySet());
    rows.days()
        .forEach(
            (key, day) -> {
              var plain = new PlainDay(days.getOrDefault(key, List.of()));
              assertThat(day.totals().summary(0)).isEqualTo(plain.summary());
              assertThat(day.totals().byStatus()).isEqualTo(plain.byStatus());
              assertThat(ReportBreakdown.of(day.breakdown(), ZoneOffset.UTC))
                  .isEqualTo(plain.breakdowns());
            });
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void repeated_events_change_nothing(
      @ForAll("lives") List<List<OrderEvent>> lives, @ForAll Random random) {
    List<Sequenced> once = AnyLives.interleaved(lives, random);
    List<Sequenced> again = AnyLives.withRepeats(once, random);
    RowsInMemory expected = projected(List.of(once));
    RowsInMemory rows = projected(batches(again, random));

    assertThat(rows.orders()).isEqualTo(expected.orders());
    assertThat(rows.days()).isEqualTo(expected.days());
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void every_order_row_is_the_fold_of_its_events(
      @ForAll("lives") List<List<OrderEvent>> lives, @ForAll Random random) {
    RowsInMemory rows = projected(batches(AnyLives.interleaved(lives, random), random));
    Map<OrderId, OrderRow> expected =
        lives.stream()
            .collect(
                toMap(
                    it -> it.getFirst().orderId(),
                    it -> new OrderRow(finalOrder(it), it.size() - 1)));

    assertThat(rows.orders().values()).containsExactlyInAnyOrderElementsOf(expected.values());
  }

  private static RowsInMemory projected(List<List<Sequenced>> batches) {
    var rows = new RowsInMemory();
    var projection = new DailyReportProjection(rows);
    batches.forEach(projection::project);
    return rows;
  }

  private static PlacedOrder finalOrder(List<OrderEvent> life) {
    return ((Order.Placed) Order.of(life)).facts();
  }

  /** The business day by its definition. */
  private static DayKey dayOf(PlacedOrder order) {
    var placed = order.placed();
    var cutoff =
        Lives.TERMS.stream()
            .filter(it -> it.timeZone().equals(placed.timeZone()))
            .findFirst()
            .orElseThrow()
            .dayCutoff();
    var local = placed.at().atZone(placed.timeZone()).toLocalDateTime();
    return new DayKey(placed.merchantId(), local.minusNanos(cutoff.toNanoOfDay()).toLocalDate());
  }

  private static List<List<Sequenced>> batches(List<Sequenced> events, Random random) {
    var batches = new ArrayList<List<Sequenced>>();
    int from = 0;
    while (from < events.size()) {
      int to = Math.min(events.size(), from + 1 + random.nextInt(8));
      batches.add(events.subList(from, to));
      from = to;
    }
    return batches;
  }

  @Provide
  static Arbitrary<List<List<OrderEvent>>> lives() {
    return AnyLives.lives();
  }
}
