package dev.mocha.application.reporting;

import static dev.mocha.application.reporting.Lives.line;
import static dev.mocha.application.reporting.Lives.live;
import static dev.mocha.application.reporting.Lives.placement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.DailyReport.Cancellation;
import dev.mocha.application.reporting.DailyReport.Hour;
import dev.mocha.application.reporting.DailyReport.Summary;
import dev.mocha.application.reporting.DailyReport.TrendDay;
import dev.mocha.application.reporting.Lives.Step;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.domain.ordering.Order;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DaySummaryTest {

  private static final MerchantTerms JAKARTA =
      Lives.terms("Asia/Jakarta", LocalTime.of(4, 0), 2_000);
  private static final Instant NOON = Instant.parse("2018-07-26T05:00:00Z");

  @Test
  void a_day_without_orders_is_all_zeros() {
    var day = new DaySummary();

    assertThat(day.totals()).isEqualTo(DayTotals.ZERO);
    assertThat(day.totals().summary(0)).isEqualTo(new PlainDay(List.of()).summary());
    assertThat(day.totals().byStatus()).hasSize(7).containsEntry(OrderStatus.PICKED_UP, 0L);
    assertThat(day.breakdown()).isEqualTo(DayBreakdown.NONE);
  }

  @Test
  void sales_count_delivered_orders_only_and_take_refunds_off() {
    DaySummary day =
        dayOf(
            order(1, NOON, Step.DELIVER, Step.REFUND),
            order(2, NOON.minusSeconds(60), Step.DELIVER),
            order(3, NOON.plusSeconds(60), Step.PICK_UP),
            order(4, NOON, Step.REJECT),
            order(5, NOON, Step.CANCEL));

    // each of 2 x 2,500 with 1,000 off, and a fifth of the 4,000 for the platform
    assertThat(day.totals().summary(0))
        .isEqualTo(
            new Summary(
                5,
                2,
                1,
                1,
                1,
                4,
                10_000,
                2_000,
                91 + 92,
                701 + 702,
                1_001,
                0,
                1_600,
                6_999,
                5_399,
                5_000,
                NOON.minusSeconds(60),
                NOON.plusSeconds(60)));
    assertThat(day.totals().asTrendDay(LocalDate.of(2018, 7, 26)))
        .isEqualTo(new TrendDay(LocalDate.of(2018, 7, 26), 5, 10_000, 5_399));
  }

  @Test
  void a_change_subtracts_what_the_order_contributed_before() {
    var day = new DaySummary();
    OrderRow before = null;
    for (PlacedOrder state : states(order(1, NOON, Step.ACCEPT, Step.READY, Step.CANCEL))) {
      var after = new OrderRow(state, before == null ? 0 : before.sequence() + 1);
      day.change(before, after);
      before = after;
    }

    DaySummary straight = dayOf(order(1, NOON, Step.ACCEPT, Step.READY, Step.CANCEL));
    assertThat(day.totals()).isEqualTo(straight.totals());
    assertThat(day.breakdown()).isEqualTo(straight.breakdown());
    assertThat(day.checksum()).isEqualTo(straight.checksum());
    assertThat(day.breakdown().cancellations()).isEqualTo(Map.of("TOO_LATE", 1L));
    assertThat(day.breakdown().preparation()).isEqualTo(Map.of(60L, 1L));
  }

  @Test
  void a_stored_summary_can_be_continued() {
    DaySummary stored = dayOf(order(1, NOON, Step.DELIVER));
    var resumed = new DaySummary(stored.totals(), stored.breakdown(), stored.checksum());
    resumed.change(null, row(order(2, NOON, Step.DELIVER)));

    DaySummary straight = dayOf(order(1, NOON, Step.DELIVER), order(2, NOON, Step.DELIVER));
    assertThat(resumed.totals()).isEqualTo(straight.totals());
    assertThat(resumed.breakdown()).isEqualTo(straight.breakdown());
    assertThat(resumed.checksum()).isEqualTo(straight.checksum());
    assertThat(stored.totals().orders()).isEqualTo(1);
  }

  @Test
  void an_end_without_a_reason_counts_as_unspecified() {
    DaySummary day =
        dayOf(
            order(1, NOON, Step.CANCEL_WITHOUT_REASON),
            order(2, NOON, Step.CANCEL_WITHOUT_REASON),
            order(3, NOON, Step.REJECT),
            order(4, NOON, Step.CANCEL));

    assertThat(ReportBreakdown.of(day.breakdown(), ZoneOffset.UTC).cancellations())
        .containsExactly(
            new Cancellation("UNSPECIFIED", 2),
            new Cancellation("OUT_OF_STOCK", 1),
            new Cancellation("TOO_LATE", 1));
  }

  @Test
  void a_repeated_hour_is_listed_twice_and_a_skipped_hour_never() {
    assertThat(hours("Europe/Berlin", "2018-10-28T00:10:00Z", 3, 60))
        .containsExactly(
            "2018-10-28T02:00+02:00", "2018-10-28T02:00+01:00", "2018-10-28T03:00+01:00");
    assertThat(hours("Europe/Berlin", "2018-03-25T00:10:00Z", 2, 60))
        .containsExactly("2018-03-25T01:00+01:00", "2018-03-25T03:00+02:00");
    assertThat(hours("Australia/Lord_Howe", "2018-03-31T14:10:00Z", 3, 60))
        .containsExactly(
            "2018-04-01T01:00+11:00", "2018-04-01T01:00+10:30", "2018-04-01T02:00+10:30");
  }

  @Test
  void hours_are_sorted_by_time_when_clocks_change_within_an_hour() {
    // On the Chatham Islands 02:45 becomes 03:45 and back, so that two hours begin at one instant.
    for (String lastSunday : List.of("2014-09-28", "2015-09-27", "2016-09-25", "2018-09-30")) {
      assertThat(hours("Pacific/Chatham", minusDay(lastSunday) + "T13:50:00Z", 2, 20))
          .containsExactly(lastSunday + "T02:00+12:45", lastSunday + "T03:00+13:45");
    }
    for (String firstSunday : List.of("2014-04-06", "2015-04-05", "2016-04-03", "2018-04-01")) {
      assertThat(hours("Pacific/Chatham", minusDay(firstSunday) + "T13:50:00Z", 2, 20))
          .containsExactly(firstSunday + "T03:00+13:45", firstSunday + "T02:00+12:45");
    }
  }

  private static LocalDate minusDay(String date) {
    return LocalDate.parse(date).minusDays(1);
  }

  /**
   * The hours of some orders in a zone, the first at a moment, the others so many minutes apart.
   */
  private static List<String> hours(String zone, String first, int orders, int minutesApart) {
    var day = new DaySummary();
    for (int i = 0; i < orders; i++) {
      Instant at = Instant.parse(first).plus(Duration.ofMinutes((long) i * minutesApart));
      day.change(null, row(order(Lives.terms(zone, LocalTime.MIDNIGHT, 0), i, at)));
    }
    return ReportBreakdown.of(day.breakdown(), ZoneId.of(zone)).byHour().stream()
        .map(Hour::hour)
        .map(OffsetDateTime::toString)
        .toList();
  }

  @Test
  void the_checksum_does_not_depend_on_the_sequence_of_orders() {
    List<OrderEvent> one = order(1, NOON, Step.DELIVER);
    List<OrderEvent> other = order(2, NOON, Step.CANCEL);

    assertThat(dayOf(one, other).checksum())
        .isEqualTo(dayOf(other, one).checksum())
        .isEqualTo(dayOf(one).checksum() + dayOf(other).checksum());
    assertThat(new DaySummary().checksum()).isZero();
  }

  @Test
  void the_checksum_differs_for_states_with_the_same_figures() {
    List<OrderEvent> placed = order(1, NOON);
    var later = new ArrayList<>(order(1, NOON.plusNanos(1_000)));

    assertThat(dayOf(placed).checksum())
        .isNotEqualTo(dayOf(later).checksum())
        .isNotEqualTo(dayOf(order(2, NOON)).checksum());
    var row = new OrderRow(last(placed), 0);
    assertThat(row.checksum()).isNotEqualTo(new OrderRow(last(placed), 1).checksum());
  }

  @SafeVarargs
  private static DaySummary dayOf(List<OrderEvent>... lives) {
    var day = new DaySummary();
    for (List<OrderEvent> life : lives) {
      day.change(null, row(life));
    }
    return day;
  }

  private static OrderRow row(List<OrderEvent> life) {
    return new OrderRow(last(life), life.size() - 1);
  }

  private static List<OrderEvent> order(int number, Instant at, Step... steps) {
    return order(JAKARTA, number, at, steps);
  }

  private static List<OrderEvent> order(
      MerchantTerms terms, int number, Instant at, Step... steps) {
    return live(
        placement(number, 0, "CASH", 1_000, List.of(line("Soto", 2, 2_500))),
        terms,
        at,
        Duration.ofMinutes(1),
        List.of(steps));
  }

  private static PlacedOrder last(List<OrderEvent> life) {
    return states(life).getLast();
  }

  private static List<PlacedOrder> states(List<OrderEvent> life) {
    var states = new ArrayList<PlacedOrder>();
    for (int i = 1; i <= life.size(); i++) {
      states.add(((Order.Placed) Order.of(life.subList(0, i))).facts());
    }
    return states;
  }
}
