package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.AnOrder.MERCHANT;
import static dev.mocha.postgres.AnOrder.order;
import static dev.mocha.postgres.AnOrder.terms;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.reporting.DayBreakdown;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.DayTotals;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.postgres.AnOrder;
import dev.mocha.postgres.TestDatabase;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ReportTablesTest {

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();

  private final ReportTables tables =
      new ReportTables(database.dataSource(), TestDatabase.GENERATION);

  @Test
  void orders_and_days_read_back_as_they_were_written() {
    List<AnOrder> examples =
        List.of(
            order("o-1"),
            order("o-2")
                .line(new OrderLine("ng", "Nasi 🍚 \"x\" \\ y", 1_000, 99_999_999_999L, "a\nb"))
                .line("Es Teh", 3, 0)
                .discount(7)
                .fees(8, 9)
                .note("🙏\t!")
                .accepted(1)
                .ready(61_001)
                .pickedUp(61_002)
                .delivered(61_003)
                .refunded(61_004, 5),
            order("o-3").rejected(1, "OUT \"OF\" STOCK 🍳"),
            order("o-4").at("2018-07-26T06:00:00.000001Z").cancelled(1, "customer", null),
            order("o-5").under(terms("Australia/Lord_Howe", "00:00")).paidBy("TUNAI 💵"),
            order("o-6").at("1970-01-01T00:00:00Z"),
            order("o-7").at("2099-12-31T23:59:59.999999Z"));
    List<OrderRow> rows = rows(examples, 41);
    Map<DayKey, DaySummary> days = days(examples);

    write(rows, days);

    assertThat(tables.orders(keys(examples)))
        .isEqualTo(rows.stream().collect(toMap(it -> it.order().placed().orderId(), it -> it)));
    assertThat(figures(tables.days(days.keySet()))).isEqualTo(figures(days));
  }

  @Test
  void absent_rows_are_not_found() {
    assertThat(tables.orders(keys(List.of(order("o-1"))))).isEmpty();
    assertThat(tables.days(days(List.of(order("o-1"))).keySet())).isEmpty();
    assertThat(tables.orders(Set.of())).isEmpty();
    assertThat(tables.days(Set.of())).isEmpty();
  }

  @Test
  void a_later_write_replaces_the_row_and_the_day() {
    List<AnOrder> before = List.of(order("o-1").accepted(1));
    List<AnOrder> after = List.of(order("o-1").accepted(1).cancelled(2, "driver", "LOST"));
    write(rows(before, 1), days(before));

    write(rows(after, 2), days(after));

    assertThat(tables.orders(keys(after)))
        .isEqualTo(Map.of(new OrderId("o-1"), rows(after, 2).getFirst()));
    assertThat(figures(tables.days(days(after).keySet()))).isEqualTo(figures(days(after)));
    assertThat(database.count("report_g1.orders")).isEqualTo(1);
    assertThat(database.count("report_g1.days")).isEqualTo(1);
  }

  @Test
  void a_row_with_newer_events_is_not_overwritten_and_nothing_else_is_written() {
    List<AnOrder> newer = List.of(order("o-1").accepted(1).ready(2));
    write(rows(newer, 2), days(newer));
    List<AnOrder> stale = List.of(order("o-1").accepted(1), order("o-2"));

    assertThatThrownBy(() -> write(rows(stale, 1), days(stale)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("1 of 2 rows of report_g1.orders contain newer events");
    assertThatThrownBy(() -> write(rows(newer, 2), days(newer)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(tables.orders(keys(stale)))
        .isEqualTo(Map.of(new OrderId("o-1"), rows(newer, 2).getFirst()));
    assertThat(figures(tables.days(days(newer).keySet()))).isEqualTo(figures(days(newer)));
  }

  @Test
  void months_are_attached_when_their_first_order_arrives() {
    assertThat(partitions()).isEmpty();
    List<AnOrder> examples =
        List.of(
            order("june").at("2018-06-30T20:59:59.999999Z"),
            order("july").at("2018-06-30T21:00:00Z"),
            order("december").at("2018-12-15T00:00:00Z"));

    write(rows(examples, 0), days(examples));

    assertThat(partitions())
        .containsExactly(
            "days_2018_06",
            "days_2018_07",
            "days_2018_12",
            "orders_2018_06",
            "orders_2018_07",
            "orders_2018_12");
    assertThat(
            database
                .jdbc()
                .sql("SELECT order_id FROM report_g1.orders_2018_06")
                .query(String.class)
                .list())
        .containsExactly("june");
  }

  @Test
  void writers_that_need_the_same_month_at_once_do_not_block_each_other() {
    List<CompletableFuture<Void>> writers =
        IntStream.range(0, 6)
            .mapToObj(
                it ->
                    CompletableFuture.runAsync(
                        () -> {
                          List<AnOrder> own = List.of(order("o-" + it).at(day(it)));
                          var writer =
                              new ReportTables(database.dataSource(), TestDatabase.GENERATION);
                          database
                              .transaction()
                              .executeWithoutResult(_ -> writer.write(rows(own, 0), days(own)));
                        },
                        task -> Thread.ofPlatform().start(task)))
            .toList();

    CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();

    assertThat(partitions()).containsExactly("days_2018_07", "orders_2018_07");
    assertThat(database.count("report_g1.orders")).isEqualTo(6);
  }

  @Test
  void a_month_is_attached_while_a_reader_and_a_batch_are_at_work() {
    List<AnOrder> july = List.of(order("july"));
    List<AnOrder> august = List.of(order("august").at("2018-08-10T05:00:00Z"));
    write(rows(july, 0), days(july));

    database
        .snapshot()
        .executeWithoutResult(
            _ -> {
              assertThat(database.count("report_g1.orders")).isEqualTo(1);
              CompletableFuture.runAsync(() -> write(rows(august, 0), days(august)))
                  .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                  .join();
              assertThat(database.count("report_g1.orders")).isEqualTo(1);
            });

    assertThat(database.count("report_g1.orders")).isEqualTo(2);
  }

  private static String day(int number) {
    return "2018-07-1%dT05:00:00Z".formatted(number);
  }

  private void write(List<OrderRow> rows, Map<DayKey, DaySummary> days) {
    database.transaction().executeWithoutResult(_ -> tables.write(rows, days));
  }

  private static List<OrderRow> rows(List<AnOrder> examples, long sequence) {
    return examples.stream().map(it -> new OrderRow(it.order(), sequence)).toList();
  }

  private static Set<OrderKey> keys(List<AnOrder> examples) {
    return examples.stream()
        .map(it -> it.order().placed())
        .map(it -> new OrderKey(it.merchantId(), it.businessDate(), it.orderId()))
        .collect(java.util.stream.Collectors.toSet());
  }

  private static Map<DayKey, DaySummary> days(List<AnOrder> examples) {
    var days = new HashMap<DayKey, DaySummary>();
    for (AnOrder it : examples) {
      LocalDate date = it.order().placed().businessDate();
      days.computeIfAbsent(new DayKey(MERCHANT, date), _ -> new DaySummary())
          .change(null, new OrderRow(it.order(), it.events().size() - 1));
    }
    return days;
  }

  private record Figures(DayTotals totals, DayBreakdown breakdown) {}

  private static Map<DayKey, Figures> figures(Map<DayKey, DaySummary> days) {
    return days.entrySet().stream()
        .collect(
            toMap(
                Map.Entry::getKey,
                it -> new Figures(it.getValue().totals(), it.getValue().breakdown())));
  }

  private List<String> partitions() {
    return new ArrayList<>(
        database
            .jdbc()
            .sql(
                """
                SELECT relid::regclass::text
                FROM pg_partition_tree('report_g1.orders') WHERE isleaf AND parentrelid IS NOT NULL
                UNION
                SELECT relid::regclass::text
                FROM pg_partition_tree('report_g1.days') WHERE isleaf AND parentrelid IS NOT NULL
                ORDER BY 1
                """)
            .query(String.class)
            .list()
            .stream()
            .map(it -> it.replace("report_g1.", ""))
            .toList());
  }
}
