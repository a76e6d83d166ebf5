package dev.mocha.domain.ordering;

import static dev.mocha.domain.ordering.Samples.ACCEPT;
import static dev.mocha.domain.ordering.Samples.CANCEL;
import static dev.mocha.domain.ordering.Samples.DELIVER;
import static dev.mocha.domain.ordering.Samples.IDR;
import static dev.mocha.domain.ordering.Samples.NOON;
import static dev.mocha.domain.ordering.Samples.PICK_UP;
import static dev.mocha.domain.ordering.Samples.READY;
import static dev.mocha.domain.ordering.Samples.REJECT;
import static dev.mocha.domain.ordering.Samples.line;
import static dev.mocha.domain.ordering.Samples.placement;
import static dev.mocha.domain.ordering.Samples.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.domain.ordering.Decision.Accepted;
import dev.mocha.domain.ordering.OrderCommand.FromHistory;
import dev.mocha.domain.ordering.OrderCommand.PlaceOrder;
import dev.mocha.domain.ordering.OrderEvent.OrderRefunded;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class OrderPropertyTest {

  /** The steps that the report draws as arrows. */
  private static final Map<OrderStatus, Set<OrderStatus>> ARROWS =
      Map.of(
          OrderStatus.PLACED,
          EnumSet.of(OrderStatus.ACCEPTED, OrderStatus.REJECTED, OrderStatus.CANCELLED),
          OrderStatus.ACCEPTED,
          EnumSet.of(OrderStatus.READY, OrderStatus.CANCELLED),
          OrderStatus.READY,
          EnumSet.of(OrderStatus.PICKED_UP, OrderStatus.CANCELLED),
          OrderStatus.PICKED_UP,
          EnumSet.of(OrderStatus.DELIVERED, OrderStatus.CANCELLED));

  /** A command, and when it comes. */
  record Attempt(OrderCommand command, Instant at) {}

  /** What has come of some attempts: the states one after the other, and the events between. */
  record Life(List<Order> states, List<OrderEvent> events, List<Attempt> granted) {

    static Life of(List<Attempt> attempts) {
      var life = new Life(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      life.states.add(Order.UNPLACED);
      attempts.forEach(life::take);
      return life;
    }

    private void take(Attempt attempt) {
      if (states.getLast().decide(attempt.command(), attempt.at()) instanceof Accepted(var news)) {
        granted.add(attempt);
        for (OrderEvent event : news) {
          events.add(event);
          states.add(states.getLast().evolve(event));
        }
      }
    }

    List<PlacedOrder> facts() {
      return states.stream().skip(1).map(it -> ((Order.Placed) it).facts()).toList();
    }
  }

  @Property
  void the_accepted_events_replay_to_the_same_state(@ForAll("attempts") List<Attempt> attempts) {
    Life life = Life.of(attempts);

    assertThat(Order.of(life.events())).isEqualTo(life.states().getLast());
  }

  @Property
  void a_refused_command_changes_nothing(@ForAll("attempts") List<Attempt> attempts) {
    Life life = Life.of(attempts);

    assertThat(Life.of(life.granted())).isEqualTo(life);
  }

  @Property
  void each_event_has_the_time_and_the_ids_of_its_order(
      @ForAll("attempts") List<Attempt> attempts) {
    Life life = Life.of(attempts);

    assertThat(life.events()).extracting(OrderEvent::at).isSorted();
    assertThat(life.events())
        .allSatisfy(
            it -> {
              assertThat(it.orderId()).isEqualTo(Samples.ORDER);
              assertThat(it.merchantId()).isEqualTo(Samples.MERCHANT);
              assertThat(it.businessDate()).isEqualTo(life.events().getFirst().businessDate());
            });
  }

  @Property
  void refunds_stay_within_what_was_paid_and_nothing_is_ever_negative(
      @ForAll("attempts") List<Attempt> attempts) {
    Life life = Life.of(attempts);
    long refunds =
        life.events().stream()
            .mapToLong(it -> it instanceof OrderRefunded refunded ? refunded.amount() : 0)
            .sum();

    assertThat(life.facts()).allSatisfy(OrderPropertyTest::assertAmounts);
    assertThat(life.facts().isEmpty() ? 0 : life.facts().getLast().refunded()).isEqualTo(refunds);
  }

  private static void assertAmounts(PlacedOrder order) {
    long paid = order.placed().itemsTotal() - order.placed().discount();
    assertThat(paid).isBetween(0L, Money.MAX).isEqualTo(order.paidForItems());
    assertThat(order.placed().discount()).isNotNegative();
    assertThat(order.placed().commission()).isBetween(0L, paid);
    assertThat(order.refunded()).isBetween(0L, paid);
    if (order.refunded() > 0) {
      assertThat(order.status()).isEqualTo(OrderStatus.DELIVERED);
    }
  }

  @Property
  void the_commission_is_the_rate_on_what_is_paid_for_the_items(
      @ForAll("placings") PlaceOrder place) {
    if (Order.UNPLACED.decide(place, NOON) instanceof Accepted(var events)
        && Order.of(events) instanceof Order.Placed(var order, _)) {
      assertThat(order.placed().commission())
          .isEqualTo(
              BigDecimal.valueOf(order.paidForItems())
                  .multiply(BigDecimal.valueOf(place.terms().commissionBps()))
                  .divide(BigDecimal.valueOf(10_000), 0, RoundingMode.HALF_UP)
                  .longValueExact());
    }
  }

  @Property
  void live_commands_follow_the_lifecycle(@ForAll("liveAttempts") List<Attempt> attempts) {
    List<OrderStatus> statuses =
        Life.of(attempts).facts().stream().map(PlacedOrder::status).toList();

    for (int i = 1; i < statuses.size(); i++) {
      OrderStatus from = statuses.get(i - 1);
      OrderStatus to = statuses.get(i);
      if (from == OrderStatus.DELIVERED) {
        assertThat(to).isEqualTo(OrderStatus.DELIVERED);
      } else {
        assertThat(to).isIn(ARROWS.getOrDefault(from, Set.of()));
      }
    }
  }

  @Property
  void a_status_only_moves_forward(@ForAll("attempts") List<Attempt> attempts) {
    List<PlacedOrder> facts = Life.of(attempts).facts();

    for (int i = 1; i < facts.size(); i++) {
      PlacedOrder before = facts.get(i - 1);
      PlacedOrder after = facts.get(i);
      if (before.status().isOpen()) {
        assertThat(after.status()).isGreaterThan(before.status());
      } else {
        assertThat(after.status()).isEqualTo(before.status());
      }
    }
  }

  @Provide
  static Arbitrary<List<Attempt>> attempts() {
    return lives(steps().flatMap(step -> Arbitraries.of(step, new FromHistory(step))));
  }

  @Provide
  static Arbitrary<List<Attempt>> liveAttempts() {
    return lives(steps());
  }

  /** Most orders are placed first; then anything is tried on them. */
  private static Arbitrary<List<Attempt>> lives(Arbitrary<OrderCommand> steps) {
    Arbitrary<OrderCommand> first =
        Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.of(placing(5_000))), Tuple.of(1, steps));
    return Combinators.combine(first, steps.list().ofMinSize(5).ofMaxSize(30))
        .as((placing, more) -> Stream.concat(Stream.of(placing), more.stream()).toList())
        .flatMap(OrderPropertyTest::timed);
  }

  @Provide
  static Arbitrary<PlaceOrder> placings() {
    Arbitrary<OrderLine> lines =
        Combinators.combine(
                Arbitraries.integers().between(1, OrderLine.MAX_QUANTITY),
                Arbitraries.longs().between(0, 1_000_000))
            .as(Samples::line);
    return Combinators.combine(
            lines.array(OrderLine[].class).ofMinSize(1).ofMaxSize(3),
            Arbitraries.longs().between(0, 300_000),
            Arbitraries.integers().between(0, Money.FULL_BASIS_POINTS))
        .as(
            (ordered, discount, bps) ->
                new PlaceOrder(
                    placement(discount, ordered), terms("Sari", LocalTime.of(4, 0), IDR, bps)));
  }

  private static Arbitrary<OrderCommand> steps() {
    Arbitrary<OrderCommand> places =
        Arbitraries.of(placing(0), placing(5_000), placing(55_000), placing(55_001));
    Arbitrary<OrderCommand> refunds = Arbitraries.longs().between(1, 60_000).map(Samples::refund);
    return Arbitraries.frequencyOf(
        Tuple.of(1, places),
        Tuple.of(9, Arbitraries.of(ACCEPT, READY, PICK_UP, DELIVER)),
        Tuple.of(1, Arbitraries.of(REJECT, CANCEL)),
        Tuple.of(3, refunds));
  }

  private static OrderCommand placing(long discount) {
    return new PlaceOrder(placement(discount, line(2, 25_000), line(1, 5_000)), Samples.TERMS);
  }

  /** One command after the other, now and then dated back. */
  private static Arbitrary<List<Attempt>> timed(List<OrderCommand> commands) {
    return Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.integers().between(0, 600)),
            Tuple.of(1, Arbitraries.integers().between(-600, 0)))
        .list()
        .ofSize(commands.size())
        .map(
            seconds -> {
              var attempts = new ArrayList<Attempt>();
              Instant now = NOON;
              for (int i = 0; i < commands.size(); i++) {
                now = now.plusSeconds(seconds.get(i));
                attempts.add(new Attempt(commands.get(i), now));
              }
              return attempts;
            });
  }
}
