package dev.mocha.application.reporting;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.DailyReport.Cancellation;
import dev.mocha.application.reporting.DailyReport.Hour;
import dev.mocha.application.reporting.DailyReport.Item;
import dev.mocha.application.reporting.DailyReport.Payment;
import dev.mocha.application.reporting.DailyReport.Preparation;
import dev.mocha.application.reporting.DayBreakdown.Sales;
import dev.mocha.application.reporting.DayBreakdown.Sold;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportBreakdownTest {

  /** In UTF-16 the noodles begin with D83C, before FF5A; as a code point they are 1F35C. */
  private static final String NOODLES = "\uD83C\uDF5C";

  private static final String WIDE_Z = "\uFF5A";

  @Test
  void a_day_without_orders_lists_nothing() {
    assertThat(ReportBreakdown.of(DayBreakdown.NONE, ZoneOffset.UTC))
        .isEqualTo(
            new ReportBreakdown(
                List.of(), List.of(), List.of(), List.of(), new Preparation(0, 0, 0)));
  }

  @Test
  void hours_are_sorted_by_time_and_payment_methods_and_reasons_by_orders_and_name() {
    var earlier = OffsetDateTime.parse("2018-10-28T02:00+02:00");
    var later = OffsetDateTime.parse("2018-10-28T02:00+01:00");
    var day =
        new DayBreakdown(
            Map.of(later, new Sales(1, 10), earlier, new Sales(2, 0)),
            Map.of("OVO", new Sales(2, 0), "CASH", new Sales(2, 5), "GOPAY", new Sales(3, 5)),
            Map.of(),
            Map.of("b", 1L, "a", 1L, "c", 2L),
            Map.of());

    assertThat(ReportBreakdown.of(day, ZoneOffset.UTC))
        .isEqualTo(
            new ReportBreakdown(
                List.of(new Hour(earlier, 2, 0), new Hour(later, 1, 10)),
                List.of(
                    new Payment("GOPAY", 3, 5),
                    new Payment("CASH", 2, 5),
                    new Payment("OVO", 2, 0)),
                List.of(),
                List.of(
                    new Cancellation("c", 2), new Cancellation("a", 1), new Cancellation("b", 1)),
                new Preparation(0, 0, 0)));
  }

  @Test
  void names_compare_by_code_point_in_every_list() {
    var day =
        new DayBreakdown(
            Map.of(),
            Map.of(NOODLES, new Sales(1, 0), WIDE_Z, new Sales(1, 0), "z", new Sales(1, 0)),
            Map.of(NOODLES, new Sold(1, 0), WIDE_Z, new Sold(1, 0), "z", new Sold(1, 0)),
            Map.of(NOODLES, 1L, WIDE_Z, 1L, "z", 1L),
            Map.of());
    ReportBreakdown lists = ReportBreakdown.of(day, ZoneOffset.UTC);

    assertThat(lists.byPaymentMethod())
        .extracting(Payment::paymentMethod)
        .containsExactly("z", WIDE_Z, NOODLES);
    assertThat(lists.topItems()).extracting(Item::name).containsExactly("z", WIDE_Z, NOODLES);
    assertThat(lists.cancellations())
        .extracting(Cancellation::reason)
        .containsExactly("z", WIDE_Z, NOODLES);
  }

  @Test
  void the_top_items_are_the_ten_sold_most_whatever_their_sales() {
    Map<String, Sold> items =
        IntStream.rangeClosed(1, 12)
            .boxed()
            .collect(toMap("item %02d"::formatted, it -> new Sold(it / 2, 1_000 - it)));

    assertThat(ReportBreakdown.of(selling(items), ZoneOffset.UTC).topItems())
        .containsExactly(
            new Item("item 12", 6, 988),
            new Item("item 10", 5, 990),
            new Item("item 11", 5, 989),
            new Item("item 08", 4, 992),
            new Item("item 09", 4, 991),
            new Item("item 06", 3, 994),
            new Item("item 07", 3, 993),
            new Item("item 04", 2, 996),
            new Item("item 05", 2, 995),
            new Item("item 02", 1, 998));
  }

  @Test
  void a_tie_for_the_last_place_is_decided_by_code_point() {
    Map<String, Sold> items =
        IntStream.rangeClosed(1, 9)
            .boxed()
            .collect(toMap("item %d"::formatted, _ -> new Sold(2, 0)));
    items.put(NOODLES, new Sold(1, 0));
    items.put(WIDE_Z, new Sold(1, 0));

    assertThat(ReportBreakdown.of(selling(items), ZoneOffset.UTC).topItems())
        .hasSize(10)
        .last()
        .isEqualTo(new Item(WIDE_Z, 1, 0));
  }

  @ParameterizedTest(name = "1 to {0}: {1} and {2}")
  @CsvSource({
    "1, 1, 1",
    "2, 1, 2",
    "3, 2, 3",
    "4, 2, 4",
    "9, 5, 9",
    "10, 5, 9",
    "11, 6, 10",
    "100, 50, 90",
    "101, 51, 91"
  })
  void percentiles_are_by_nearest_rank(long orders, long median, long p90) {
    Map<Long, Long> oneEach =
        LongStream.rangeClosed(1, orders).boxed().collect(toMap(it -> it, _ -> 1L));

    assertThat(ReportBreakdown.of(preparing(oneEach), ZoneOffset.UTC).preparation())
        .isEqualTo(new Preparation(orders, median, p90));
  }

  @Test
  void percentiles_count_orders_not_distinct_times() {
    assertThat(
            ReportBreakdown.of(preparing(Map.of(60L, 8L, 600L, 1L, 900L, 1L)), ZoneOffset.UTC)
                .preparation())
        .isEqualTo(new Preparation(10, 60, 600));
    assertThat(ReportBreakdown.of(preparing(Map.of(0L, 1L, 7L, 1L)), ZoneOffset.UTC).preparation())
        .isEqualTo(new Preparation(2, 0, 7));
  }

  private static DayBreakdown selling(Map<String, Sold> items) {
    return new DayBreakdown(Map.of(), Map.of(), items, Map.of(), Map.of());
  }

  private static DayBreakdown preparing(Map<Long, Long> ordersBySeconds) {
    return new DayBreakdown(Map.of(), Map.of(), Map.of(), Map.of(), ordersBySeconds);
  }
}
