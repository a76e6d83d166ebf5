package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.AnOrder.MERCHANT;
import static dev.mocha.postgres.AnOrder.TERMS;
import static dev.mocha.postgres.AnOrder.order;
import static dev.mocha.postgres.AnOrder.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.Cancellation;
import dev.mocha.application.reporting.DailyReport.Hour;
import dev.mocha.application.reporting.DailyReport.Item;
import dev.mocha.application.reporting.DailyReport.OrderPage;
import dev.mocha.application.reporting.DailyReport.Payment;
import dev.mocha.application.reporting.DailyReport.Preparation;
import dev.mocha.application.reporting.DailyReport.Summary;
import dev.mocha.application.reporting.DailyReport.Trend;
import dev.mocha.application.reporting.DailyReport.TrendDay;
import dev.mocha.application.reporting.DailyReports;
import dev.mocha.application.reporting.DayTotals;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.domain.ordering.MerchantEvent.MerchantChanged;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.postgres.AnOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a daily report is, wherever it comes from. */
abstract class DailyReportsContract {

  static final LocalDate DAY = LocalDate.of(2018, 7, 26);

  @AutoClose final ReportedOrders orders = new ReportedOrders();

  abstract DailyReports reports();

  @Test
  void a_day_is_reported_whole() {
    orders.agree(new MerchantRegistered(MERCHANT, Instant.parse("2018-01-01T00:00:00Z"), TERMS), 0);
    AnOrder delivered =
        order("o-1")
            .line("Nasi Goreng 🍚", 2, 25_000)
            .line("Es Teh", 1, 5_000)
            .discount(5_000)
            .fees(8_000, 1_100)
            .note("no cutlery")
            .accepted(60_000)
            .ready(660_999)
            .pickedUp(900_000)
            .delivered(1_500_000)
            .refunded(2_000_000, 20_000);
    AnOrder rejected = order("o-2").at("2018-07-26T05:40:00Z").paidBy("CASH").rejected(9, "CLOSED");
    AnOrder cancelled =
        order("o-3").at("2018-07-26T06:10:00Z").paidBy("OVO").accepted(500).ready(301_499);
    cancelled.cancelled(400_000, "customer", null);
    AnOrder open = order("o-4").at("2018-07-26T20:59:59.999999Z");
    orders.happen(delivered, rejected, cancelled, open);
    orders.happen(
        order("next-day").at("2018-07-26T21:00:00Z").delivered(1),
        order("day-before").at("2018-07-25T20:59:59.999999Z").discount(1_000).delivered(1),
        order("week-before").at("2018-07-19T05:00:00Z").cancelled(1, null, null),
        order("other-merchant").of(new MerchantId("m-2")).delivered(1));

    DailyReport report = reports().find(MERCHANT, DAY, OrderQuery.first(100)).orElseThrow();

    assertThat(report)
        .isEqualTo(
            new DailyReport(
                MERCHANT,
                "Warung Sari",
                DAY,
                TERMS.timeZone(),
                TERMS.currency(),
                Instant.parse("2018-07-25T21:00:00Z"),
                Instant.parse("2018-07-26T21:00:00Z"),
                report.completeTo(),
                false,
                new Summary(
                    4,
                    1,
                    1,
                    1,
                    1,
                    3,
                    55_000,
                    5_000,
                    1_100,
                    8_000,
                    20_000,
                    20_000,
                    10_000,
                    30_000,
                    20_000,
                    55_000,
                    delivered.order().placed().at(),
                    open.order().placed().at()),
                Map.of(
                    OrderStatus.PLACED, 1L,
                    OrderStatus.ACCEPTED, 0L,
                    OrderStatus.READY, 0L,
                    OrderStatus.PICKED_UP, 0L,
                    OrderStatus.DELIVERED, 1L,
                    OrderStatus.REJECTED, 1L,
                    OrderStatus.CANCELLED, 1L),
                List.of(
                    hour("2018-07-26T12:00+07:00", 2, 55_000),
                    hour("2018-07-26T13:00+07:00", 1, 0),
                    hour("2018-07-27T03:00+07:00", 1, 0)),
                List.of(
                    new Payment("GOPAY", 2, 55_000),
                    new Payment("CASH", 1, 0),
                    new Payment("OVO", 1, 0)),
                List.of(new Item("Nasi Goreng 🍚", 2, 50_000), new Item("Es Teh", 1, 5_000)),
                List.of(new Cancellation("CLOSED", 1), new Cancellation("UNSPECIFIED", 1)),
                new Preparation(2, 300, 600),
                new Trend(
                    new TrendDay(LocalDate.of(2018, 7, 25), 1, 10_000, 7_200),
                    new TrendDay(LocalDate.of(2018, 7, 19), 1, 0, 0)),
                new OrderPage(
                    List.of(delivered.order(), rejected.order(), cancelled.order(), open.order()),
                    null)));
  }

  @Test
  void a_day_without_orders_is_all_zeros() {
    register(TERMS);

    DailyReport report = reports().find(MERCHANT, DAY, OrderQuery.first(100)).orElseThrow();

    assertThat(report.summary()).isEqualTo(DayTotals.ZERO.summary(0));
    assertThat(report.byStatus()).hasSize(7).allSatisfy((_, count) -> assertThat(count).isZero());
    assertThat(report.byHour()).isEmpty();
    assertThat(report.preparation()).isEqualTo(new Preparation(0, 0, 0));
    assertThat(report.orders()).isEqualTo(OrderPage.NONE);
  }

  @Test
  void an_unknown_merchant_has_no_report() {
    order("o-1").events();
    orders.happen(order("o-1"));

    assertThat(reports().find(MERCHANT, DAY, OrderQuery.first(100))).isEmpty();
  }

  @Test
  void a_day_on_which_clocks_go_back_has_25_hours() {
    MerchantTerms newYork = terms("America/New_York", "04:00");
    register(newYork);
    orders.happen(
        order("o-1").under(newYork).at("2018-11-03T08:00:00Z"),
        order("o-2").under(newYork).at("2018-11-04T05:59:59.999999Z").delivered(1),
        order("o-3").under(newYork).at("2018-11-04T06:00:00Z").delivered(1),
        order("o-4").under(newYork).at("2018-11-04T08:59:59Z"),
        order("o-5").under(newYork).at("2018-11-04T09:00:00Z"));

    DailyReport report = find(LocalDate.of(2018, 11, 3));

    assertThat(report.dayStart()).isEqualTo("2018-11-03T08:00:00Z");
    assertThat(report.dayEnd()).isEqualTo("2018-11-04T09:00:00Z");
    assertThat(report.byHour())
        .containsExactly(
            hour("2018-11-03T04:00-04:00", 1, 0),
            hour("2018-11-04T01:00-04:00", 1, 10_000),
            hour("2018-11-04T01:00-05:00", 1, 10_000),
            hour("2018-11-04T03:00-05:00", 1, 0));
  }

  @Test
  void clocks_that_change_by_half_an_hour_come_out_right() {
    MerchantTerms lordHowe = terms("Australia/Lord_Howe", "00:00");
    register(lordHowe);
    orders.happen(
        order("o-1").under(lordHowe).at("2018-03-31T14:45:00Z"),
        order("o-2").under(lordHowe).at("2018-03-31T15:15:00Z"),
        order("o-3").under(lordHowe).at("2018-03-31T15:45:00Z"));

    assertThat(find(LocalDate.of(2018, 4, 1)).byHour())
        .containsExactly(
            hour("2018-04-01T01:00+11:00", 1, 0),
            hour("2018-04-01T01:00+10:30", 1, 0),
            hour("2018-04-01T02:00+10:30", 1, 0));
  }

  @Test
  void a_change_of_zone_leaves_the_days_and_hours_of_earlier_orders() {
    MerchantTerms makassar = terms("Asia/Makassar", "00:00");
    register(TERMS);
    orders.agree(new MerchantChanged(MERCHANT, Instant.parse("2018-07-26T05:00:00Z"), makassar), 1);
    orders.happen(
        order("before").at("2018-07-26T04:30:00Z"),
        order("after").under(makassar).at("2018-07-26T05:30:00Z"),
        order("next-day").under(makassar).at("2018-07-26T16:00:00Z"));

    DailyReport changing = find(DAY);
    DailyReport changed = find(DAY.plusDays(1));

    assertThat(changing.timeZone()).isEqualTo(TERMS.timeZone());
    assertThat(changing.dayEnd()).isEqualTo("2018-07-26T21:00:00Z");
    assertThat(changing.byHour())
        .containsExactly(
            hour("2018-07-26T11:00+07:00", 1, 0), hour("2018-07-26T13:00+08:00", 1, 0));
    assertThat(changed.timeZone()).isEqualTo(makassar.timeZone());
    assertThat(changed.dayStart()).isEqualTo("2018-07-26T16:00:00Z");
    assertThat(changed.byHour()).containsExactly(hour("2018-07-27T00:00+08:00", 1, 0));
  }

  @Test
  void a_refund_shows_on_the_day_of_its_order_and_as_processed_on_the_day_it_was_made() {
    register(TERMS);
    long day = 86_400_000;
    orders.happen(
        order("o-1").delivered(1).refunded(2, 100).refunded(day, 20).refunded(day + 1, 3),
        order("o-2").of(new MerchantId("m-2")).delivered(1).refunded(2, 7_000),
        order("cut-off")
            .at("2018-07-26T20:59:59.999Z")
            .delivered(0)
            .refunded(0, 400)
            .refunded(1, 5_000));

    assertThat(List.of(DAY.minusDays(1), DAY, DAY.plusDays(1), DAY.plusDays(2)))
        .map(this::find)
        .extracting(it -> it.summary().refunds(), it -> it.summary().refundsProcessed())
        .containsExactly(tuple(0L, 0L), tuple(5_523L, 500L), tuple(0L, 5_023L), tuple(0L, 0L));
  }

  @Test
  void a_refund_belongs_to_one_day_though_the_cut_off_moves() {
    register(TERMS);
    orders.agree(
        new MerchantChanged(
            MERCHANT, Instant.parse("2018-07-26T18:00:00Z"), terms("Asia/Makassar", "00:00")),
        1);
    orders.happen(
        order("o-1")
            .delivered(1)
            .refunded(12 * 3_600_000, 1)
            .refunded(13 * 3_600_000, 20)
            .refunded(20 * 3_600_000, 300));

    assertThat(find(DAY).summary().refundsProcessed()).isEqualTo(1);
    assertThat(find(DAY.plusDays(1)).summary().refundsProcessed()).isEqualTo(320);
  }

  @Test
  void the_ten_items_sold_most_come_first_and_equals_by_code_point() {
    register(TERMS);
    AnOrder sold = order("o-1").line("first", 3, 1).line("\uff5e", 2, 1).line("😋", 2, 1);
    IntStream.range(0, 9).forEach(it -> sold.line("item " + it, 1, it));
    orders.happen(sold.line("Z", 1, 1).line("a", 1, 1).line("first", 1, 100).delivered(1));

    assertThat(find(DAY).topItems())
        .containsExactly(
            new Item("first", 4, 103),
            new Item("\uff5e", 2, 2),
            new Item("😋", 2, 2),
            new Item("Z", 1, 1),
            new Item("a", 1, 1),
            new Item("item 0", 1, 0),
            new Item("item 1", 1, 1),
            new Item("item 2", 1, 2),
            new Item("item 3", 1, 3),
            new Item("item 4", 1, 4));
  }

  final void register(MerchantTerms agreed) {
    orders.agree(new MerchantRegistered(MERCHANT, Instant.EPOCH, agreed), 0);
  }

  final DailyReport find(LocalDate date) {
    return reports().find(MERCHANT, date, OrderQuery.first(1_000)).orElseThrow();
  }

  static Hour hour(String hour, long count, long grossSales) {
    return new Hour(OffsetDateTime.parse(hour), count, grossSales);
  }
}
