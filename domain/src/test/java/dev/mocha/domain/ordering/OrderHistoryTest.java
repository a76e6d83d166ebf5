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
import dev.mocha.domain.ordering.OrderHistory.Outcome.Told;
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
  void a_new_history_is_told_from_the_beginning() {
    assertThat(tell(List.of(), ACCEPTED, MADE_READY, PICKED_UP, DELIVERED))
        .isEqualTo(new Told(eventsTo(OrderStatus.DELIVERED)));
    assertThat(tell(List.of())).isEqualTo(new Told(List.of(PLACED_EVENT)));
  }

  @Test
  void steps_that_nobody_recorded_are_passed_over() {
    assertThat(tell(List.of(), DELIVERED))
        .isEqualTo(new Told(List.of(PLACED_EVENT, DELIVERED_EVENT)));
  }

  @Test
  void refunds_are_part_of_the_history() {
    assertThat(tell(List.of(), DELIVERED, refundOf(20_000), refundOf(30_000)))
        .isEqualTo(
            new Told(List.of(PLACED_EVENT, DELIVERED_EVENT, refunded(20_000), refunded(30_000))));
    assertThat(tell(List.of(), DELIVERED, refundOf(20_000), refundOf(30_001)))
        .isEqualTo(new Contradiction("refunds", Refusal.REFUND_EXCEEDS_PAYMENT));
  }

  @Test
  void the_same_history_again_adds_nothing() {
    assertThat(tell(eventsTo(OrderStatus.DELIVERED), ACCEPTED, MADE_READY, PICKED_UP, DELIVERED))
        .isEqualTo(new Told(List.of()));
  }

  @Test
  void a_shorter_history_adds_nothing() {
    assertThat(tell(eventsTo(OrderStatus.DELIVERED), ACCEPTED)).isEqualTo(new Told(List.of()));
    assertThat(tell(eventsTo(OrderStatus.CANCELLED))).isEqualTo(new Told(List.of()));
  }

  @Test
  void a_longer_history_adds_what_is_new() {
    assertThat(tell(eventsTo(OrderStatus.ACCEPTED), ACCEPTED, MADE_READY, PICKED_UP, DELIVERED))
        .isEqualTo(new Told(List.of(READY_EVENT, PICKED_UP_EVENT, DELIVERED_EVENT)));
  }

  @Test
  void what_is_known_was_placed_under_its_own_terms() {
    var others = Samples.terms("Other", LocalTime.MIDNIGHT, Samples.IDR, 1);

    assertThat(
            new OrderHistory(PLACEMENT, NOON, List.of(ACCEPTED))
                .tell(eventsTo(OrderStatus.PLACED), others))
        .isEqualTo(new Told(List.of(ACCEPTED_EVENT)));
  }

  @Test
  void another_history_contradicts_what_is_known() {
    var another = new Contradiction("orderId", Refusal.ALREADY_PLACED);
    var acceptedLater = new Step("acceptedAt", ACCEPT, minute(1).plusNanos(1000));

    assertThat(tell(eventsTo(OrderStatus.ACCEPTED), acceptedLater)).isEqualTo(another);
    assertThat(tell(eventsTo(OrderStatus.ACCEPTED), MADE_READY)).isEqualTo(another);
    assertThat(tell(eventsTo(OrderStatus.CANCELLED), ACCEPTED)).isEqualTo(another);
    assertThat(tell(List.of(ACCEPTED_EVENT))).isEqualTo(another);
  }

  @Test
  void another_placing_contradicts_what_is_known() {
    var another = new Contradiction("orderId", Refusal.ALREADY_PLACED);
    List<OrderEvent> known = eventsTo(OrderStatus.PLACED);

    assertThat(new OrderHistory(placement(0, line(1, 1)), NOON, List.of()).tell(known, TERMS))
        .isEqualTo(another);
    assertThat(new OrderHistory(PLACEMENT, minute(1), List.of()).tell(known, TERMS))
        .isEqualTo(another);
  }

  @Test
  void a_history_that_cannot_be_true_names_the_field_that_gives_it_away() {
    assertThat(telling(placement(2, line(1, 1))))
        .isEqualTo(new Contradiction("discount", Refusal.DISCOUNT_EXCEEDS_TOTAL));
    assertThat(telling(placement(0, line(101, OrderLine.MAX_UNIT_PRICE))))
        .isEqualTo(new Contradiction("lines", Refusal.TOTAL_TOO_LARGE));
    assertThat(tell(List.of(), new Step("acceptedAt", ACCEPT, NOON.minusNanos(1000))))
        .isEqualTo(new Contradiction("acceptedAt", Refusal.BEFORE_PREVIOUS_STEP));
    assertThat(tell(List.of(), MADE_READY, new Step("pickedUpAt", PICK_UP, minute(1))))
        .isEqualTo(new Contradiction("pickedUpAt", Refusal.BEFORE_PREVIOUS_STEP));
    assertThat(tell(List.of(), DELIVERED, new Step("cancelledAt", CANCEL, minute(5))))
        .isEqualTo(new Contradiction("cancelledAt", Refusal.ALREADY_CLOSED));
    assertThat(tell(List.of(), ACCEPTED, refundOf(1)))
        .isEqualTo(new Contradiction("refunds", Refusal.NOT_DELIVERED));
  }

  @Test
  void a_telling_that_cannot_be_true_is_refused_even_where_its_beginning_is_known() {
    var tooEarly = new Step("deliveredAt", DELIVER, minute(1).minusNanos(1000));

    assertThat(tell(eventsTo(OrderStatus.ACCEPTED), ACCEPTED, tooEarly))
        .isEqualTo(new Contradiction("deliveredAt", Refusal.BEFORE_PREVIOUS_STEP));
  }

  private static Outcome tell(List<OrderEvent> known, Step... steps) {
    return new OrderHistory(PLACEMENT, NOON, List.of(steps)).tell(known, TERMS);
  }

  private static Outcome telling(Placement placement) {
    return new OrderHistory(placement, NOON, List.of()).tell(List.of(), TERMS);
  }

  private static Step refundOf(long amount) {
    return new Step("refunds", refund(amount), minute(5));
  }

  private static OrderEvent refunded(long amount) {
    return new OrderRefunded(ORDER, MERCHANT, DAY, minute(5), amount, "COLD");
  }
}
