package dev.mocha.application.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.rebuilding.BulkProjection.Limits;
import dev.mocha.application.reporting.AnyLives;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.RowsInMemory;
import dev.mocha.domain.ordering.OrderEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** A bulk projection gives the same rows as the projection of one event after another. */
class BulkProjectionPropertyTest {

  private static final int EVERYTHING = 1_000;

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void with_little_memory_the_rows_are_the_same(
      @ForAll("lives") List<List<OrderEvent>> lives,
      @ForAll("limits") Limits limits,
      @ForAll Random random) {
    List<Sequenced> events = AnyLives.interleaved(lives, random);

    assertSame(loaded(events, limits), events);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void repeats_of_remembered_orders_change_nothing(
      @ForAll("lives") List<List<OrderEvent>> lives,
      @ForAll("limits") Limits limits,
      @ForAll Random random) {
    List<Sequenced> once = AnyLives.interleaved(lives, random);
    var remembering =
        new Limits(limits.openOrders(), limits.closedOrders(), EVERYTHING, limits.days());

    assertSame(loaded(AnyLives.withRepeats(once, random), remembering), once);
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void repeats_of_forgotten_orders_change_nothing_or_give_an_order_twice(
      @ForAll("lives") List<List<OrderEvent>> lives,
      @ForAll("limits") Limits limits,
      @ForAll Random random) {
    List<Sequenced> once = AnyLives.interleaved(lives, random);

    LoadedInMemory loaded = loaded(AnyLives.withRepeats(once, random), limits);

    if (!loaded.hasAnOrderTwice()) {
      assertSame(loaded, once);
    }
  }

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void several_parts_give_the_same_rows(
      @ForAll("lives") List<List<OrderEvent>> lives,
      @ForAll("limits") Limits limits,
      @ForAll Random random) {
    var all = new LoadedInMemory();
    var events = new ArrayList<Sequenced>();
    int half = random.nextInt(lives.size() + 1);
    for (List<List<OrderEvent>> part :
        List.of(lives.subList(0, half), lives.subList(half, lives.size()))) {
      List<Sequenced> some = AnyLives.interleaved(part, random);
      load(some, limits, all);
      events.addAll(some);
    }

    assertSame(all, events);
  }

  private static void assertSame(LoadedInMemory loaded, List<Sequenced> events) {
    var expected = new RowsInMemory();
    new DailyReportProjection(expected).project(events);
    RowsInMemory rows = loaded.completed();

    assertThat(rows.orders()).isEqualTo(expected.orders());
    assertThat(rows.days()).isEqualTo(expected.days());
    assertThat(rows.counts()).isEqualTo(expected.counts());
  }

  private static LoadedInMemory loaded(List<Sequenced> events, Limits limits) {
    var loaded = new LoadedInMemory();
    load(events, limits, loaded);
    return loaded;
  }

  private static void load(List<Sequenced> events, Limits limits, LoadedInMemory into) {
    var load = new BulkProjection(into, limits, _ -> {});
    events.forEach(it -> load.order(it.event(), it.sequence(), it.counted()));
    load.end();
  }

  @Provide
  static Arbitrary<List<List<OrderEvent>>> lives() {
    return AnyLives.lives();
  }

  @Provide
  static Arbitrary<Limits> limits() {
    Arbitrary<Integer> few = Arbitraries.integers().between(1, 6);
    return Combinators.combine(few, few, few, few).as(Limits::new);
  }
}
