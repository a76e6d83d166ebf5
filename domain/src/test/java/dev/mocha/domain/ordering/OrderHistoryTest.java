package dev.mocha.domain.ordering;

import static dev.mocha.domain.ordering.Samples.ACCEPT;
import static dev.mocha.domain.ordering.Samples.ACCEPTED_EVENT;
import static dev.mocha.domain.ordering.Samples.CANCEL;
import static dev.mocha.domain.ordering.Samples.DAY;
import static dev.mocha.domain.ordering.Samples.DELIVER;
import static dev.mocha.domain.ordering.Samples.DELIVERED_EVENT;
import static dev.mocha.domain.ordering.Samples.MERCHANT;
import static dev.mocha.domain.ordering.Samples.NOON;
import static dev.mocha.domain.ordering.Samples.ORDER;
import static dev.mocha.domain.ordering.Samples.PICKED_UP_EVENT;
import static dev.mocha.domain.ordering.Samples.PICK_UP;
import static dev.mocha.domain.ordering.Samples.PLACED_EVENT;
import static dev.mocha.domain.ordering.Samples.PLACEMENT;
import static dev.mocha.domain.ordering.Samples.READY;
import static dev.mocha.domain.ordering.Samples.READY_EVENT;
import static dev.mocha.domain.ordering.Samples.TERMS;
import static dev.mocha.domain.ordering.Samples.eventsTo;
import static dev.mocha.domain.ordering.Samples.line;
import static dev.mocha.domain.ordering.Samples.minute;
import static dev.mocha.domain.ordering.Samples.placement;
import static dev.mocha.domain.ordering.Samples.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.domain.ordering.OrderEvent.OrderRefunded;
import dev.mocha.domain.ordering.OrderHistory.Outcome;
import dev.mocha.domain.ordering.OrderHistory.Outcome.Contradiction;
import dev.mocha.domain.ordering.OrderHistory.Outcome.Extended;
import dev.mocha.domain.ordering.OrderHistory.Step;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderHistoryTest {

  private static final Step ACCEPTED = new Step("acceptedAt", ACCEPT, minute(1));
  private static final Step MADE_READY = new Step("readyAt", READY, minute(2));
  private static final Step PICKED_UP = new Step("pickedUpAt", PICK_UP, minute(3));
  private static final Step DELIVERED = new Step("deliveredAt", DELIVER, minute(4));

  @Test
  void a_new_history_adds_all_its_events() {
    assertThat(extend(List.of(), ACCEPTED, MADE_READY, PICKED_UP, DELIVERED))
        .isEqualTo(new Extended(eventsTo(OrderStatus.DELIVERED)));
    assertThat(extend(List.of())).isEqualTo(new Extended(List.of(PLACED_EVENT)));
  }

  @Test
  void steps_that_were_not_recorded_are_skipped() {
    assertThat(extend(List.of(), DELIVERED))
        .isEqualTo(new Extended(List.of(PLACED_EVENT, DELIVERED_EVENT)));
  }

  @Test
  void refunds_are_part_of_the_history() {
    assertThat(extend(List.of(), DELIVERED, refundOf(20_000), refundOf(30_000)))
        .isEqualTo(
            new Extended(
                List.of(PLACED_EVENT, DELIVERED_EVENT, refunded(20_000), refunded(30_000))));
    assertThat(extend(List.of(), DELIVERED, refundOf(20_000), refundOf(30_001)))
        .isEqualTo(new Contradiction("refunds", Refusal.REFUND_EXCEEDS_PAYMENT));
  }

  @Test
  void the_same_history_again_adds_nothing() {
    assertThat(extend(eventsTo(OrderStatus.DELIVERED), ACCEPTED, MADE_READY, PICKED_UP, DELIVERED))
        .isEqualTo(new Extended(List.of()));
  }

  @Test
  void a_shorter_history_adds_nothing() {
    assertThat(extend(eventsTo(OrderStatus.DELIVERED), ACCEPTED))
        .isEqualTo(new Extended(List.of()));
    assertThat(extend(eventsTo(OrderStatus.CANCELLED))).isEqualTo(new Extended(List.of()));
  }

  @Test
  void a_longer_history_adds_its_new_events() {
    assertThat(extend(eventsTo(OrderStatus.ACCEPTED), ACCEPTED, MADE_READY, PICKED_UP, DELIVERED))
        .isEqualTo(new Extended(List.of(READY_EVENT, PICKED_UP_EVENT, DELIVERED_EVENT)));
  }

  @Test
  void a_known_order_keeps_the_terms_it_was_placed_under() {
    var others = Samples.terms("Other", LocalTime.MIDNIGHT, Samples.IDR, 1);

    assertThat(
            new OrderHistory(PLACEMENT, NOON, List.of(ACCEPTED))
                .extend(eventsTo(OrderStatus.PLACED), others))
        .isEqualTo(new Extended(List.of(ACCEPTED_EVENT)));
  }

  @Test
  void another_history_contradicts_the_known_one() {
    var another = new Contradiction("orderId", Refusal.ALREADY_PLACED);
    var acceptedLater = new Step("acceptedAt", ACCEPT, minute(1).plusNanos(1000));

    assertThat(extend(eventsTo(OrderStatus.ACCEPTED), acceptedLater)).isEqualTo(another);
    assertThat(extend(eventsTo(OrderStatus.ACCEPTED), MADE_READY)).isEqualTo(another);
    assertThat(extend(eventsTo(OrderStatus.CANCELLED), ACCEPTED)).isEqualTo(another);
    assertThat(extend(List.of(ACCEPTED_EVENT))).isEqualTo(another);
  }

  @Test
  void another_placement_contradicts_the_known_one() {
    var another = new Contradiction("orderId", Refusal.ALREADY_PLACED);
    List<OrderEvent> known = eventsTo(OrderStatus.PLACED);

    assertThat(new OrderHistory(placement(0, line(1, 1)), NOON, List.of()).extend(known, TERMS))
        .isEqualTo(another);
    assertThat(new OrderHistory(PLACEMENT, minute(1), List.of()).extend(known, TERMS))
        .isEqualTo(another);
  }

  @Test
  void an_impossible_history_names_the_field_at_fault() {
    assertThat(extend(placement(2, line(1, 1))))
        .isEqualTo(new Contradiction("discount", Refusal.DISCOUNT_EXCEEDS_TOTAL));
    assertThat(extend(placement(0, line(101, OrderLine.MAX_UNIT_PRICE))))
        .isEqualTo(new Contradiction("lines", Refusal.TOTAL_TOO_LARGE));
    assertThat(extend(List.of(), new Step("acceptedAt", ACCEPT, NOON.minusNanos(1000))))
        .isEqualTo(new Contradiction("acceptedAt", Refusal.BEFORE_PREVIOUS_STEP));
    assertThat(extend(List.of(), MADE_READY, new Step("pickedUpAt", PICK_UP, minute(1))))
        .isEqualTo(new Contradiction("pickedUpAt", Refusal.BEFORE_PREVIOUS_STEP));
    assertThat(extend(List.of(), DELIVERED, new Step("cancelledAt", CANCEL, minute(5))))
        .isEqualTo(new Contradiction("cancelledAt", Refusal.ALREADY_CLOSED));
    assertThat(extend(List.of(), ACCEPTED, refundOf(1)))
        .isEqualTo(new Contradiction("refunds", Refusal.NOT_DELIVERED));
  }

  @Test
  void an_impossible_history_is_refused_even_if_its_beginning_is_known() {
    var tooEarly = new Step("deliveredAt", DELIVER, minute(1).minusNanos(1000));

    assertThat(extend(eventsTo(OrderStatus.ACCEPTED), ACCEPTED, tooEarly))
        .isEqualTo(new Contradiction("deliveredAt", Refusal.BEFORE_PREVIOUS_STEP));
  }

  private static Outcome extend(List<OrderEvent> known, Step... steps) {
    return new OrderHistory(PLACEMENT, NOON, List.of(steps)).extend(known, TERMS);
  }

  private static Outcome extend(Placement placement) {
    return new OrderHistory(placement, NOON, List.of()).extend(List.of(), TERMS);
  }

  private static Step refundOf(long amount) {
    return new Step("refunds", refund(amount), minute(5));
  }

  private static OrderEvent refunded(long amount) {
    return new OrderRefunded(ORDER, MERCHANT, DAY, minute(5), amount, "COLD");
  }
}
