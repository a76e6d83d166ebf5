package dev.mocha.postgres.ordering;

import static dev.mocha.postgres.AnOrder.MERCHANT;
import static dev.mocha.postgres.AnOrder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.postgres.AnOrder;
import dev.mocha.postgres.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DuplicateKeyException;

class OrdersTableTest {

  @AutoClose private final TestDatabase database = TestDatabase.ofOrders();

  private final OrdersTable orders = new OrdersTable(database.jdbc());

  static Stream<AnOrder> lives() {
    return Stream.of(
        order("plain"),
        order("every-field")
            .line(new OrderLine("ng", "Nasi Goreng 🍚 \"pedas\"", 2, 25_000, "pedas\n\tsekali"))
            .line(new OrderLine("et", "Es Teh", 1, 0, null))
            .discount(5_000)
            .fees(8_000, 1_100)
            .note("no cutlery 🙏"),
        order("accepted").accepted(1_001),
        order("ready").accepted(1).ready(2),
        order("picked-up").accepted(1).ready(2).pickedUp(3),
        order("delivered").accepted(1).ready(2).pickedUp(3).delivered(4),
        order("passed-over").delivered(4),
        order("refunded").delivered(4).refunded(5, 1).refunded(5, 9_999),
        order("rejected").rejected(1, "OUT_OF_STOCK"),
        order("rejected-for-nothing").rejected(1, null),
        order("cancelled").accepted(1).cancelled(2, "customer", "TOO_LATE"),
        order("cancelled-by-nobody").cancelled(2, null, null));
  }

  @ParameterizedTest
  @MethodSource("lives")
  void an_order_reads_back_as_the_fold_of_its_events(AnOrder example) {
    example.events().forEach(orders::record);

    PlacedOrder expected = example.order();
    assertThat(orders.find(expected.placed().orderId())).contains(expected);
  }

  @Test
  void an_order_that_was_not_placed_is_not_found() {
    assertThat(orders.find(new OrderId("o-1"))).isEmpty();
    assertThatThrownBy(() -> orders.record(order("o-1").accepted(1).events().getLast()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void an_order_is_not_placed_twice() {
    order("o-1").events().forEach(orders::record);

    assertThatThrownBy(() -> order("o-1").events().forEach(orders::record))
        .isInstanceOf(DuplicateKeyException.class);
    assertThat(database.count("order_items")).isEqualTo(1);
  }

  @Test
  void a_merchants_latest_orders_come_first() {
    AnOrder early = order("early").at("2018-07-26T05:00:00Z");
    AnOrder late = order("late").at("2018-07-26T05:00:00.000001Z").rejected(1, null);
    AnOrder atOnce = order("at-once").at("2018-07-26T05:00:00Z").accepted(1);
    Stream.of(early, late, atOnce, order("other").of(new MerchantId("m-2")))
        .flatMap(it -> it.events().stream())
        .forEach(orders::record);

    assertThat(orders.ofMerchant(MERCHANT, Set.of(), 10))
        .isEqualTo(List.of(late.order(), atOnce.order(), early.order()));
    assertThat(orders.ofMerchant(MERCHANT, Set.of(), 2))
        .isEqualTo(List.of(late.order(), atOnce.order()));
    assertThat(orders.ofMerchant(MERCHANT, Set.of(OrderStatus.PLACED, OrderStatus.ACCEPTED), 10))
        .isEqualTo(List.of(atOnce.order(), early.order()));
    assertThat(orders.ofMerchant(new MerchantId("m-3"), Set.of(), 10)).isEmpty();
  }
}
