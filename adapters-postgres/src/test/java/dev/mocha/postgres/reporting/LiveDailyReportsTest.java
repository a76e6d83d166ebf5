package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.AnOrder.MERCHANT;
import static dev.mocha.postgres.AnOrder.TERMS;
import static dev.mocha.postgres.AnOrder.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.DailyReports;
import dev.mocha.application.reporting.DayTotals;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportQueries.Day;
import dev.mocha.application.reporting.ReportQueries.MerchantSize;
import dev.mocha.application.reporting.ReportQueries.Range;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.postgres.AnOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveDailyReportsTest extends DailyReportsContract {

  private static final MerchantId STRANGER = new MerchantId("stranger");
  private static final MerchantId FIRST_BY_NAME = new MerchantId("a-small-one");

  @Override
  DailyReports reports() {
    return orders.live();
  }

  @Test
  void complete_to_is_the_minimum_over_all_partitions() {
    register(TERMS);
    assertThat(find(DAY).completeTo()).isEqualTo(Instant.EPOCH);

    orders.readTo(0, Instant.parse("2018-07-26T21:00:01Z"));
    orders.readTo(1, Instant.parse("2018-07-26T21:00:00.000001Z"));
    assertThat(find(DAY).completeTo()).isEqualTo("2018-07-26T21:00:00.000001Z");

    orders.readTo(2, null);
    assertThat(find(DAY).completeTo()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void a_dead_letter_of_the_merchant_holds_back_what_it_is_complete_to() {
    register(TERMS);
    Instant noon = Instant.parse("2018-07-26T05:00:00Z");
    orders.readTo(0, noon.plusSeconds(60));

    orders.park("someone-else", noon.minusSeconds(5));
    assertThat(find(DAY).completeTo()).isEqualTo(noon.plusSeconds(60));

    orders.park(MERCHANT.value(), noon);
    assertThat(find(DAY).completeTo()).isEqualTo(noon);

    orders.park(MERCHANT.value(), null);
    assertThat(find(DAY).completeTo()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void a_day_is_final_once_it_is_complete_past_its_end_and_nothing_is_open() {
    register(TERMS);
    orders.happen(
        order("o-1").delivered(1),
        order("o-2").at("2018-07-25T05:00:00Z"),
        order("o-3").at("2018-07-26T21:00:00Z").delivered(1));
    orders.readTo(0, Instant.parse("2018-07-26T21:00:00Z"));

    assertThat(find(DAY).isFinal()).isTrue();
    assertThat(find(DAY.minusDays(1)).isFinal()).isFalse();
    assertThat(find(DAY.plusDays(1)).isFinal()).isFalse();
  }

  @Test
  void a_report_comes_from_the_generation_that_is_live_at_that_time() {
    register(TERMS);
    orders.make("report_g2");
    LiveDailyReports live = orders.live();
    assertThat(live.find(MERCHANT, DAY, OrderQuery.first(100))).isPresent();

    orders.promote("report_g2");
    assertThat(live.find(MERCHANT, DAY, OrderQuery.first(100))).isEmpty();

    orders.promote("report_g1");
    orders.drop("report_g2");
    assertThat(live.find(MERCHANT, DAY, OrderQuery.first(100))).isPresent();
  }

  @Test
  void a_whole_day_is_its_report_and_then_its_orders_in_sequence() {
    register(TERMS);
    AnOrder[] examples =
        IntStream.range(0, 1_203)
            .mapToObj(it -> order("o-%04d".formatted(it)).at("2018-07-26T05:00:00Z"))
            .toArray(AnOrder[]::new);
    AnOrder earlier = order("z").at("2018-07-26T04:59:59.999999Z");
    orders.happened(examples[0], examples[1], earlier);
    orders.happen(java.util.Arrays.copyOfRange(examples, 2, examples.length));
    var received = new ArrayList<Object>();

    assertThat(read(MERCHANT, DAY, received)).isTrue();

    var expected = new ArrayList<Object>();
    expected.add(reports().find(MERCHANT, DAY, OrderQuery.first(0)).orElseThrow());
    expected.add(earlier.order());
    List.of(examples).forEach(it -> expected.add(it.order()));
    assertThat(received).isEqualTo(expected);
  }

  @Test
  void a_whole_day_without_orders_is_its_report_and_an_unknown_merchant_has_none() {
    register(TERMS);
    var received = new ArrayList<Object>();

    assertThat(read(STRANGER, DAY, received)).isFalse();
    assertThat(received).isEmpty();
    assertThat(read(MERCHANT, DAY, received)).isTrue();
    assertThat(received).containsExactly(find(DAY));
  }

  @Test
  void the_report_and_the_orders_of_a_whole_day_come_from_one_snapshot() {
    register(TERMS);
    orders.happen(order("o-1"), order("o-2"));
    var received = new ArrayList<PlacedOrder>();

    orders
        .live()
        .wholeDay(
            MERCHANT,
            DAY,
            report -> {
              CompletableFuture.runAsync(() -> orders.happen(order("o-3"), order("o-0"))).join();
              assertThat(report.summary().orders()).isEqualTo(2);
              return received::add;
            });

    assertThat(received).containsExactly(order("o-1").order(), order("o-2").order());
    assertThat(find(DAY).summary().orders()).isEqualTo(4);
  }

  private boolean read(MerchantId merchant, LocalDate date, List<Object> received) {
    return orders
        .live()
        .wholeDay(
            merchant,
            date,
            report -> {
              received.add(report);
              return received::add;
            });
  }

  @Test
  void a_range_has_every_day_with_its_summary() {
    register(TERMS);
    orders.happen(
        order("o-1").at("2018-06-30T05:00:00Z").delivered(1).refunded(86_400_000, 9),
        order("o-2").at("2018-07-02T05:00:00Z").rejected(1, null),
        order("o-3").at("2018-07-03T05:00:00Z"));
    LocalDate from = LocalDate.of(2018, 6, 30);

    assertThat(orders.live().summaries(MERCHANT, from, from.plusDays(2)))
        .contains(
            new Range(
                MERCHANT,
                "Warung Sari",
                TERMS.timeZone(),
                TERMS.currency(),
                from,
                from.plusDays(2),
                List.of(
                    new Day(from, find(from).summary()),
                    new Day(from.plusDays(1), DayTotals.ZERO.summary(9)),
                    new Day(from.plusDays(2), find(from.plusDays(2)).summary()))));
    assertThat(find(from).summary().delivered()).isEqualTo(1);
    assertThat(orders.live().summaries(STRANGER, from, from)).isEmpty();
  }

  @Test
  void the_list_alone_is_the_list_of_the_report() {
    register(TERMS);
    orders.happen(order("o-1"), order("o-2"), order("o-3"));
    OrderQuery two = OrderQuery.first(2);

    assertThat(orders.live().orders(MERCHANT, DAY, two))
        .isEqualTo(reports().find(MERCHANT, DAY, two).map(it -> it.orders()));
    assertThat(orders.live().orders(STRANGER, DAY, two)).isEmpty();
  }

  @Test
  void merchants_are_listed_by_their_orders() {
    register(TERMS);
    orders.agree(new MerchantRegistered(FIRST_BY_NAME, Instant.EPOCH, TERMS), 0);
    orders.happen(
        order("o-1"),
        order("o-2").at("2018-07-27T05:00:00Z").delivered(1_000),
        order("o-3").at("2018-07-27T06:00:00Z").rejected(1, null),
        order("o-4").of(FIRST_BY_NAME).at("2018-07-27T06:00:00Z"));
    LiveDailyReports live = orders.live();

    assertThat(live.largest(DAY, DAY.plusDays(1), 9))
        .containsExactly(
            new MerchantSize(MERCHANT, 3, DAY.plusDays(1), 2),
            new MerchantSize(FIRST_BY_NAME, 1, DAY.plusDays(1), 1));
    assertThat(live.largest(DAY, DAY.plusDays(1), 1)).hasSize(1);
    assertThat(live.largest(DAY, DAY, 9)).containsExactly(new MerchantSize(MERCHANT, 1, DAY, 1));
  }
}
