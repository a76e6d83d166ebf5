package dev.mocha.domain.ordering;

import static dev.mocha.domain.ordering.Samples.IDR;
import static dev.mocha.domain.ordering.Samples.NOON;
import static dev.mocha.domain.ordering.Samples.PLACE;
import static dev.mocha.domain.ordering.Samples.PLACED_EVENT;
import static dev.mocha.domain.ordering.Samples.PLACEMENT;
import static dev.mocha.domain.ordering.Samples.TERMS;
import static dev.mocha.domain.ordering.Samples.in;
import static dev.mocha.domain.ordering.Samples.line;
import static dev.mocha.domain.ordering.Samples.minute;
import static dev.mocha.domain.ordering.Samples.placement;
import static dev.mocha.domain.ordering.Samples.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.domain.ordering.OrderCommand.FromHistory;
import dev.mocha.domain.ordering.OrderCommand.PlaceOrder;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlacingTest {

  @Test
  void placing_fixes_the_business_day_the_zone_the_currency_and_the_commission() {
    assertThat(Order.UNPLACED.decide(PLACE, NOON)).isEqualTo(Decision.accept(PLACED_EVENT));
    assertThat(Order.UNPLACED.decide(new FromHistory(PLACE), NOON))
        .isEqualTo(Decision.accept(PLACED_EVENT));
    assertThat(PLACED_EVENT.placement()).isEqualTo(PLACEMENT);
  }

  @Test
  void an_order_before_the_cut_off_belongs_to_the_day_before() {
    Instant cutoff = Instant.parse("2018-07-25T21:00:00Z");

    assertThat(businessDateOf(cutoff.minusNanos(1))).isEqualTo("2018-07-25");
    assertThat(businessDateOf(cutoff)).isEqualTo("2018-07-26");
  }

  private static String businessDateOf(Instant moment) {
    return switch (Order.UNPLACED.decide(PLACE, moment)) {
      case Decision.Accepted(var events) -> events.getFirst().businessDate().toString();
      case Decision.Refused(var refusal) -> refusal.name();
    };
  }

  @ParameterizedTest
  @EnumSource
  void placing_the_same_again_does_nothing_at_any_time_under_any_terms(OrderStatus status) {
    MerchantTerms others = terms("Other", LocalTime.MIDNIGHT, IDR, 1);

    assertThat(in(status).decide(PLACE, minute(9))).isEqualTo(Decision.nothingToDo());
    assertThat(in(status).decide(new PlaceOrder(PLACEMENT, others), NOON.minusSeconds(1)))
        .isEqualTo(Decision.nothingToDo());
  }

  @ParameterizedTest
  @EnumSource
  void placing_another_order_under_the_same_id_is_refused(OrderStatus status) {
    assertThat(in(status).decide(new PlaceOrder(placement(0, line(1, 1)), TERMS), minute(9)))
        .isEqualTo(Decision.refuse(Refusal.ALREADY_PLACED));
  }

  @Test
  void a_discount_never_exceeds_the_total_of_the_items() {
    assertThat(placing(placement(10_001, line(2, 5_000))))
        .isEqualTo(Decision.refuse(Refusal.DISCOUNT_EXCEEDS_TOTAL));
    assertThat(placing(placement(10_000, line(2, 5_000)))).isInstanceOf(Decision.Accepted.class);
  }

  @Test
  void a_total_is_no_larger_than_the_largest_amount() {
    assertThat(placing(placement(0, line(100, OrderLine.MAX_UNIT_PRICE))))
        .isInstanceOf(Decision.Accepted.class);
    assertThat(placing(placement(0, line(100, OrderLine.MAX_UNIT_PRICE), line(1, 1))))
        .isEqualTo(Decision.refuse(Refusal.TOTAL_TOO_LARGE));
  }

  @Test
  void a_total_beyond_the_range_of_long_is_refused() {
    OrderLine largest = line(OrderLine.MAX_QUANTITY, OrderLine.MAX_UNIT_PRICE);
    OrderLine[] lines = Collections.nCopies(Placement.MAX_LINES, largest).toArray(new OrderLine[0]);

    assertThat(placing(placement(0, lines))).isEqualTo(Decision.refuse(Refusal.TOTAL_TOO_LARGE));
  }

  private static Decision<OrderEvent> placing(Placement placement) {
    return Order.UNPLACED.decide(new PlaceOrder(placement, TERMS), NOON);
  }
}
