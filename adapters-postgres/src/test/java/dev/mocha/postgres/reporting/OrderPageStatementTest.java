package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.AnOrder.MERCHANT;
import static dev.mocha.postgres.AnOrder.TERMS;
import static dev.mocha.postgres.AnOrder.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.DailyReport.OrderPage;
import dev.mocha.application.reporting.DailyReports;
import dev.mocha.application.reporting.OrderCursor;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.postgres.AnOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages and filters of both reports. */
class OrderPageStatementTest {

  private static final LocalDate DAY = LocalDate.of(2018, 7, 26);

  @AutoClose private final ReportedOrders orders = new ReportedOrders();

  enum Source {
    OPERATIONAL,
    LIVE;

    DailyReports of(ReportedOrders orders) {
      return switch (this) {
        case OPERATIONAL -> orders.operational();
        case LIVE -> orders.live();
      };
    }
  }

  @BeforeEach
  void register() {
    orders.agree(new MerchantRegistered(MERCHANT, Instant.EPOCH, TERMS), 0);
  }

  @ParameterizedTest
  @EnumSource
  void pages_contain_every_order_once_and_in_sequence(Source source) {
    orders.happen(
        at("b", "2018-07-26T05:00:00.000001Z"),
        at("c", "2018-07-26T05:00:00.000001Z"),
        at("B", "2018-07-26T05:00:00.000001Z"),
        at("a-1", "2018-07-26T05:00:00.000001Z"),
        at("a.1", "2018-07-26T05:00:00.000001Z"),
        at("z", "2018-07-26T05:00:00Z"),
        at("y", "2018-07-26T05:00:00.000002Z"));
    List<String> all = List.of("z", "B", "a-1", "a.1", "b", "c", "y");

    for (int limit = 1; limit <= all.size() + 1; limit++) {
      var received = new ArrayList<String>();
      OrderCursor after = null;
      do {
        OrderPage page = page(source, new OrderQuery(limit, after, Set.of(), null));
        assertThat(page.items()).hasSizeBetween(1, limit);
        received.addAll(ids(page));
        after = page.next();
      } while (after != null);
      assertThat(received).isEqualTo(all);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_filter_by_status_is_paged_too(Source source) {
    orders.happen(
        at("o-1", "2018-07-26T05:00:01Z").delivered(1),
        at("o-2", "2018-07-26T05:00:02Z").rejected(1, null),
        at("o-3", "2018-07-26T05:00:03Z").delivered(1),
        at("o-4", "2018-07-26T05:00:04Z").cancelled(1, null, null));
    var wanted = Set.of(OrderStatus.DELIVERED, OrderStatus.CANCELLED);

    OrderPage first = page(source, new OrderQuery(2, null, wanted, null));
    OrderPage second = page(source, new OrderQuery(2, first.next(), wanted, null));

    assertThat(ids(first)).containsExactly("o-1", "o-3");
    assertThat(ids(second)).containsExactly("o-4");
    assertThat(second.next()).isNull();
    assertThat(ids(page(source, new OrderQuery(9, null, Set.of(OrderStatus.READY), null))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nasi            | o-1 o-2
          GORENG          | o-1
          f-100           | o-1 o-2
          100%            | o-2
          %               | o-2
          _               | o-3
          f_100           |
          \\              | o-4
          'a\\b'          | o-4
          🍜              | o-3
          '"'             | o-4
          sku             |
          quantity        |
          'Nasi Goreng, E'|
          """)
  void a_text_is_searched_literally_in_order_numbers_and_items(
      String text, @Nullable String expected) {
    orders.happen(
        order("o-1").numbered("F-1001").line("Nasi Goreng", 1, 1).line("Es Teh", 1, 1),
        order("o-2").numbered("F-1002").line("Es", 1, 1).line("NASI 100% beras", 1, 1),
        order("o-3").numbered("F-2001").line("Mie_Ayam 🍜", 1, 1),
        order("o-4").numbered("F-2002").line("a\\b \"c\"", 1, 1));

    for (Source source : Source.values()) {
      assertThat(ids(page(source, new OrderQuery(9, null, Set.of(), text))))
          .as(source.name())
          .isEqualTo(expected == null ? List.of() : List.of(expected.split(" ")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_figures_are_of_the_whole_day_on_every_page(Source source) {
    orders.happen(order("o-1").delivered(1), order("o-2").delivered(1), order("o-3"));
    var whole = source.of(orders).find(MERCHANT, DAY, OrderQuery.first(100)).orElseThrow();
    var pastTheEnd = new OrderCursor(Instant.parse("2018-07-27T00:00:00Z"), new OrderId("x"));

    for (OrderQuery query :
        List.of(
            OrderQuery.first(0),
            OrderQuery.first(1),
            new OrderQuery(5, pastTheEnd, Set.of(), null),
            new OrderQuery(5, null, Set.of(), "nothing like it"))) {
      var report = source.of(orders).find(MERCHANT, DAY, query).orElseThrow();
      assertThat(report.summary()).isEqualTo(whole.summary());
      assertThat(report.byHour()).isEqualTo(whole.byHour());
      assertThat(report.topItems()).isEqualTo(whole.topItems());
    }
    assertThat(page(source, OrderQuery.first(0))).isEqualTo(OrderPage.NONE);
    assertThat(page(source, new OrderQuery(5, pastTheEnd, Set.of(), null)))
        .isEqualTo(OrderPage.NONE);
  }

  private OrderPage page(Source source, OrderQuery query) {
    return source.of(orders).find(MERCHANT, DAY, query).orElseThrow().orders();
  }

  private static List<String> ids(OrderPage page) {
    return page.items().stream().map(it -> it.placed().orderId().value()).toList();
  }

  private static AnOrder at(String id, String moment) {
    return order(id).at(moment);
  }
}
