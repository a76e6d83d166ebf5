package dev.mocha.application.reporting;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.Lives.Step;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.Order;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.PlacedOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

class DailyReportPropertyTest {

  /** A little before clocks go back half an hour on Lord Howe Island. */
  private static final Instant LORD_HOWE = Instant.parse("2018-03-31T00:00:00Z");

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void folding_events_in_any_batches_comes_to_what_the_definitions_say(
      @ForAll("lives") List<List<OrderEvent>> lives, @ForAll Random random) {
    RowsInMemory rows = projected(batches(interleaved(lives, random), random));
    Map<DayKey, List<PlacedOrder>> days =
        lives.stream()
            .map(DailyReportPropertyTest::finalOrder)
            .collect(groupingBy(DailyReportPropertyTest::dayOf));

    assertThat(rows.days().keySet()).isEqualTo(days.keySet());
    rows.days()
        .forEach(
            (key, day) -> {
              var plain = new PlainDay(days.getOrDefault(key, List.of()));
              assertThat(day.totals().summary()).isEqualTo(plain.summary());
              assertThat(day.totals().byStatus()).isEqualTo(plain.byStatus());
              assertThat(Breakdowns.of(day.breakdown(), ZoneOffset.UTC))
                  .isEqualTo(plain.breakdowns());
            });
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void events_that_come_again_change_nothing(
      @ForAll("lives") List<List<OrderEvent>> lives, @ForAll Random random) {
    List<Sequenced> once = interleaved(lives, random);
    List<Sequenced> again = withRepeats(once, random);
    RowsInMemory expected = projected(List.of(once));
    RowsInMemory rows = projected(batches(again, random));

    assertThat(rows.orders()).isEqualTo(expected.orders());
    assertThat(rows.days()).isEqualTo(expected.days());
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void every_order_is_kept_as_its_events_tell_it(
      @ForAll("lives") List<List<OrderEvent>> lives, @ForAll Random random) {
    RowsInMemory rows = projected(batches(interleaved(lives, random), random));
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

  /** All events in an order of arrival that keeps each life in its own order. */
  private static List<Sequenced> interleaved(List<List<OrderEvent>> lives, Random random) {
    List<List<Sequenced>> waiting =
        lives.stream().map(Lives::sequenced).collect(mapping(ArrayList::new, toList()));
    var all = new ArrayList<Sequenced>();
    while (!waiting.isEmpty()) {
      List<Sequenced> next = waiting.get(random.nextInt(waiting.size()));
      all.add(next.removeFirst());
      waiting.removeIf(List::isEmpty);
    }
    return all;
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

  /** The log read again from an earlier place, once and again. */
  private static List<Sequenced> withRepeats(List<Sequenced> events, Random random) {
    var repeated = new ArrayList<Sequenced>();
    for (int i = 0; i < events.size(); i++) {
      repeated.add(events.get(i));
      if (random.nextInt(4) == 0) {
        repeated.addAll(events.subList(random.nextInt(i + 1), i + 1));
      }
    }
    return repeated;
  }

  @Provide
  static Arbitrary<List<List<OrderEvent>>> lives() {
    return life().list().ofMinSize(1).ofMaxSize(25).map(DailyReportPropertyTest::numbered);
  }

  /** A life that waits for the number of its order. */
  interface Unnumbered {
    List<OrderEvent> as(int number);
  }

  private static List<List<OrderEvent>> numbered(List<Unnumbered> lives) {
    var numbered = new ArrayList<List<OrderEvent>>();
    for (Unnumbered life : lives) {
      numbered.add(life.as(numbered.size()));
    }
    return numbered;
  }

  private static Arbitrary<Unnumbered> life() {
    return Combinators.combine(
            Arbitraries.integers().between(0, Lives.TERMS.size() - 1),
            Arbitraries.of("CASH", "GOPAY", "OVO"),
            Arbitraries.longs().between(0, 1_000),
            lines(),
            Arbitraries.of(Lives.BEGIN, LORD_HOWE),
            Arbitraries.integers().between(0, 36 * 3_600).map(Duration::ofSeconds),
            Arbitraries.integers().between(0, 1_500_000).map(Duration::ofMillis),
            Arbitraries.of(Step.class).list().ofMaxSize(10))
        .as(
            (merchant, payment, discount, lines, begin, after, pause, steps) ->
                number ->
                    Lives.live(
                        Lives.placement(number, merchant, payment, discount, lines),
                        Lives.TERMS.get(merchant),
                        begin.plus(after),
                        pause,
                        steps.stream().sorted().toList()));
  }

  private static Arbitrary<List<OrderLine>> lines() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "é", "ｚ", "🍜"),
            Arbitraries.integers().between(1, 4),
            Arbitraries.longs().between(1_000, 9_999))
        .as(Lives::line)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }
}
