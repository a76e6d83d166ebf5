package dev.mocha.application.reporting;

import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.Lives.Step;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Lives of orders as chance has them, and ways in which their events arrive. */
public final class AnyLives {

  /** A little before clocks go back half an hour on Lord Howe Island. */
  private static final Instant LORD_HOWE = Instant.parse("2018-03-31T00:00:00Z");

  private AnyLives() {}

  /** Up to 25 orders of a few merchants within a few days. */
  public static Arbitrary<List<List<OrderEvent>>> lives() {
    return life().list().ofMinSize(1).ofMaxSize(25).map(AnyLives::numbered);
  }

  /** A life that waits for the number of its order. */
  private interface Unnumbered {
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

  /** All events in an order of arrival that keeps each life in its own order. */
  public static List<Sequenced> interleaved(List<List<OrderEvent>> lives, Random random) {
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

  /** The log read again from an earlier place, once and again. */
  public static List<Sequenced> withRepeats(List<Sequenced> events, Random random) {
    var repeated = new ArrayList<Sequenced>();
    for (int i = 0; i < events.size(); i++) {
      repeated.add(events.get(i));
      if (random.nextInt(4) == 0) {
        repeated.addAll(events.subList(random.nextInt(i + 1), i + 1));
      }
    }
    return repeated;
  }
}
