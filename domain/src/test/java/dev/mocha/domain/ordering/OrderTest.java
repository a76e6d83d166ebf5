package dev.mocha.domain.ordering;

import static dev.mocha.domain.ordering.Samples.ACCEPT;
import static dev.mocha.domain.ordering.Samples.ACCEPTED_EVENT;
import static dev.mocha.domain.ordering.Samples.CANCEL;
import static dev.mocha.domain.ordering.Samples.CANCELLED_EVENT;
import static dev.mocha.domain.ordering.Samples.DAY;
import static dev.mocha.domain.ordering.Samples.DELIVER;
import static dev.mocha.domain.ordering.Samples.DELIVERED_EVENT;
import static dev.mocha.domain.ordering.Samples.MERCHANT;
import static dev.mocha.domain.ordering.Samples.NOON;
import static dev.mocha.domain.ordering.Samples.ORDER;
import static dev.mocha.domain.ordering.Samples.PICKED_UP_EVENT;
import static dev.mocha.domain.ordering.Samples.PICK_UP;
import static dev.mocha.domain.ordering.Samples.PLACED_EVENT;
import static dev.mocha.domain.ordering.Samples.READY;
import static dev.mocha.domain.ordering.Samples.READY_EVENT;
import static dev.mocha.domain.ordering.Samples.REFUND;
import static dev.mocha.domain.ordering.Samples.REJECT;
import static dev.mocha.domain.ordering.Samples.REJECTED_EVENT;
import static dev.mocha.domain.ordering.Samples.eventsTo;
import static dev.mocha.domain.ordering.Samples.in;
import static dev.mocha.domain.ordering.Samples.minute;
import static dev.mocha.domain.ordering.Samples.outcome;
import static dev.mocha.domain.ordering.Samples.refund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mocha.domain.ordering.OrderCommand.FromHistory;
import dev.mocha.domain.ordering.OrderEvent.OrderRefunded;
import dev.mocha.domain.ordering.PlacedOrder.Refund;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrderTest {

  private static final List<OrderCommand> STEPS =
      List.of(ACCEPT, READY, PICK_UP, DELIVER, REJECT, CANCEL, REFUND);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # status  | accept, ready, pick up, deliver, reject, cancel, refund
          PLACED    | ACCEPTED OUT_OF_ORDER OUT_OF_ORDER OUT_OF_ORDER REJECTED CANCELLED NOT_DELIVERED
          ACCEPTED  | ALREADY_DONE READY OUT_OF_ORDER OUT_OF_ORDER ALREADY_ACCEPTED CANCELLED NOT_DELIVERED
          READY     | ALREADY_DONE ALREADY_DONE PICKED_UP OUT_OF_ORDER ALREADY_ACCEPTED CANCELLED NOT_DELIVERED
          PICKED_UP | ALREADY_DONE ALREADY_DONE ALREADY_DONE DELIVERED ALREADY_ACCEPTED CANCELLED NOT_DELIVERED
          """)
  void an_open_order_takes_the_next_step_and_no_other(OrderStatus status, String outcomes) {
    assertThat(STEPS.stream().map(it -> outcome(in(status), it, minute(9))))
        .containsExactly(outcomes.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PLACED    | ACCEPTED READY PICKED_UP DELIVERED REJECTED CANCELLED NOT_DELIVERED
          ACCEPTED  | ALREADY_DONE READY PICKED_UP DELIVERED ALREADY_ACCEPTED CANCELLED NOT_DELIVERED
          READY     | ALREADY_DONE ALREADY_DONE PICKED_UP DELIVERED ALREADY_ACCEPTED CANCELLED NOT_DELIVERED
          PICKED_UP | ALREADY_DONE ALREADY_DONE ALREADY_DONE DELIVERED ALREADY_ACCEPTED CANCELLED NOT_DELIVERED
          """)
  void history_may_skip_steps_that_were_not_recorded(OrderStatus status, String outcomes) {
    assertThat(STEPS.stream().map(it -> outcome(in(status), new FromHistory(it), minute(9))))
        .containsExactly(outcomes.split(" ", -1));
  }

  @ParameterizedTest
  @EnumSource(names = {"DELIVERED", "REJECTED", "CANCELLED"})
  void a_closed_order_takes_no_step_but_a_refund_once_delivered(OrderStatus status) {
    String refund = status == OrderStatus.DELIVERED ? "DELIVERED" : "NOT_DELIVERED";
    List<String> outcomes = new ArrayList<>(Collections.nCopies(6, "ALREADY_CLOSED"));
    outcomes.add(refund);

    assertThat(STEPS.stream().map(it -> outcome(in(status), it, minute(9)))).isEqualTo(outcomes);
    assertThat(STEPS.stream().map(it -> outcome(in(status), new FromHistory(it), minute(9))))
        .isEqualTo(outcomes);
  }

  @Test
  void an_unplaced_order_can_only_be_placed() {
    assertThat(STEPS)
        .allSatisfy(
            step -> {
              Decision<OrderEvent> unknown = Decision.refuse(Refusal.UNKNOWN_ORDER);
              assertThat(Order.UNPLACED.decide(step, NOON)).isEqualTo(unknown);
              assertThat(Order.UNPLACED.decide(new FromHistory(step), NOON)).isEqualTo(unknown);
            });
  }

  @Test
  void each_event_has_its_order_merchant_day_and_time() {
    assertThat(
            List.of(
                in(OrderStatus.PLACED).decide(ACCEPT, minute(1)),
                in(OrderStatus.ACCEPTED).decide(READY, minute(2)),
                in(OrderStatus.READY).decide(PICK_UP, minute(3)),
                in(OrderStatus.PICKED_UP).decide(DELIVER, minute(4)),
                in(OrderStatus.PLACED).decide(REJECT, minute(1)),
                in(OrderStatus.PLACED).decide(CANCEL, minute(1)),
                in(OrderStatus.DELIVERED).decide(REFUND, minute(5))))
        .containsExactly(
            Decision.accept(ACCEPTED_EVENT),
            Decision.accept(READY_EVENT),
            Decision.accept(PICKED_UP_EVENT),
            Decision.accept(DELIVERED_EVENT),
            Decision.accept(REJECTED_EVENT),
            Decision.accept(CANCELLED_EVENT),
            Decision.accept(new OrderRefunded(ORDER, MERCHANT, DAY, minute(5), 20_000, "COLD")));
  }

  @Test
  void the_state_keeps_the_time_of_each_step_and_every_refund() {
    Order refundedTwice =
        in(OrderStatus.DELIVERED)
            .evolve(new OrderRefunded(ORDER, MERCHANT, DAY, minute(5), 20_000, "COLD"))
            .evolve(new OrderRefunded(ORDER, MERCHANT, DAY, minute(6), 1, null));

    assertThat(refundedTwice)
        .isEqualTo(
            new Order.Placed(
                new PlacedOrder(
                    PLACED_EVENT,
                    OrderStatus.DELIVERED,
                    minute(1),
                    minute(2),
                    minute(3),
                    minute(4),
                    null,
                    null,
                    null,
                    null,
                    List.of(new Refund(minute(5), 20_000), new Refund(minute(6), 1))),
                minute(6)));
  }

  @Test
  void a_rejection_or_cancellation_keeps_its_time_author_and_reason() {
    assertThat(in(OrderStatus.REJECTED)).isEqualTo(ended(OrderStatus.REJECTED, null, "CLOSED"));
    assertThat(in(OrderStatus.CANCELLED))
        .isEqualTo(ended(OrderStatus.CANCELLED, "customer", "TOO_LATE"));
  }

  private static Order ended(OrderStatus end, @Nullable String by, String reason) {
    Instant rejectedAt = end == OrderStatus.REJECTED ? minute(1) : null;
    Instant cancelledAt = end == OrderStatus.CANCELLED ? minute(1) : null;
    return new Order.Placed(
        new PlacedOrder(
            PLACED_EVENT,
            end,
            null,
            null,
            null,
            null,
            rejectedAt,
            cancelledAt,
            by,
            reason,
            List.of()),
        minute(1));
  }

  @Test
  void the_refunds_of_an_order_stay_within_what_was_paid_for_the_items() {
    Order order = in(OrderStatus.DELIVERED);
    assertThat(outcome(order, refund(50_001), minute(5))).isEqualTo("REFUND_EXCEEDS_PAYMENT");
    assertThat(outcome(order, refund(50_000), minute(5))).isEqualTo("DELIVERED");

    Order partly = order.evolve(new OrderRefunded(ORDER, MERCHANT, DAY, minute(5), 20_000, "COLD"));
    assertThat(outcome(partly, refund(30_001), minute(6))).isEqualTo("REFUND_EXCEEDS_PAYMENT");
    assertThat(outcome(partly, refund(30_000), minute(6))).isEqualTo("DELIVERED");
  }

  @Test
  void a_step_is_not_earlier_than_the_previous_one() {
    Order delivered = in(OrderStatus.DELIVERED);
    Instant before = minute(4).minusNanos(1);

    assertThat(delivered.decide(REFUND, before))
        .isEqualTo(Decision.refuse(Refusal.BEFORE_PREVIOUS_STEP));
    assertThat(outcome(delivered, REFUND, minute(4))).isEqualTo("DELIVERED");
    assertThat(List.of(ACCEPT, REJECT, CANCEL))
        .allSatisfy(
            step -> {
              assertThat(outcome(in(OrderStatus.PLACED), step, NOON.minusNanos(1)))
                  .isEqualTo("BEFORE_PREVIOUS_STEP");
              assertThat(outcome(in(OrderStatus.PLACED), step, NOON))
                  .isIn("ACCEPTED", "REJECTED", "CANCELLED");
            });
  }

  @Test
  void a_lagging_clock_is_advanced_to_the_latest_step() {
    assertThat(Order.UNPLACED.notBefore(NOON)).isEqualTo(NOON);
    assertThat(in(OrderStatus.READY).notBefore(NOON)).isEqualTo(minute(2));
    assertThat(in(OrderStatus.READY).notBefore(minute(2))).isEqualTo(minute(2));
    assertThat(in(OrderStatus.READY).notBefore(minute(3))).isEqualTo(minute(3));
  }

  @Test
  void impossible_sequences_of_events_are_rejected() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Order.of(List.of(PLACED_EVENT, PLACED_EVENT)));
    assertThat(eventsTo(OrderStatus.DELIVERED).stream().skip(1))
        .allSatisfy(
            event ->
                assertThatIllegalStateException().isThrownBy(() -> Order.UNPLACED.evolve(event)));
  }
}
