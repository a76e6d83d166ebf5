package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.app.client.HistoryFile;
import dev.mocha.app.demo.SimulatedDay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The candidate report, the primary report and a third computation agree on every merchant and day.
 */
@ExtendWith(InProcess.class)
class ReportsAgreeIT {

  @Test
  void on_every_merchant_and_day_of_the_simulated_data(Running mocha) throws Exception {
    var yesterday = new SimulatedDay(LocalDate.parse("2018-07-25"), 7, 60, 3_000);
    var today = new SimulatedDay(LocalDate.parse("2018-07-26"), 7, 60, 3_000);
    List<JsonNode> merchants = today.merchants().stream().map(Running::parse).toList();
    var orders = new ArrayList<JsonNode>();
    yesterday.orders(line -> orders.add(Running.parse(line)));
    today.orders(line -> orders.add(Running.parse(line)));

    assertThat(mocha.importLines(merchants).refused()).isZero();
    assertThat(mocha.importLines(orders).refused()).isZero();

    assertThat(compare(mocha, merchants, orders)).isGreaterThan(100);
  }

  @Test
  void on_a_month_of_history_with_everything_odd_in_it(Running mocha) throws Exception {
    List<JsonNode> merchants = OddHistory.merchants();
    List<JsonNode> orders = OddHistory.orders(42);

    assertThat(mocha.importLines(merchants).refused()).isZero();
    assertThat(mocha.importLines(orders).refused()).isZero();

    assertThat(compare(mocha, merchants, orders)).isGreaterThan(300);
  }

  @Test
  void while_history_is_imported_amid_live_orders(Running mocha) throws Exception {
    var day = new SimulatedDay(LocalDate.parse("2018-08-15"), 7, 60, 5_000);
    List<JsonNode> merchants = day.merchants().stream().map(Running::parse).toList();
    var orders = new ArrayList<JsonNode>();
    day.orders(line -> orders.add(Running.parse(line)));
    List<String> busy = List.of("amid-1", "amid-2");
    LiveOrders.register(mocha, busy);
    mocha.importLines(merchants);

    try (var live = new LiveOrders(busy, 3)) {
      live.at(mocha);
      assertThat(mocha.importLines(orders).imported()).isEqualTo(orders.size());
      live.end();
      assertThat(live.answered()).isNotEmpty();
      mocha.awaitReports(busy.getFirst());
      assertThat(LiveOrders.reported(mocha, busy)).containsAll(live.answered().keySet());
    }
    compare(mocha, merchants, orders);
  }

  /** {@code -Dmocha.marketplace=DIR}: a folder with real orders in the form of an import. */
  @Test
  @Tag("faults")
  @EnabledIfSystemProperty(named = "mocha.marketplace", matches = ".+")
  void on_real_orders(Running mocha) throws Exception {
    Path folder = Path.of(System.getProperty("mocha.marketplace"));
    List<JsonNode> merchants = read(folder.resolve("merchants.ndjson"));
    Path file = Files.createTempDirectory("marketplace").resolve("orders.ndjson");
    Files.copy(folder.resolve("orders.ndjson"), file);

    assertThat(mocha.importLines(merchants).refused()).isZero();
    HistoryFile.Result result = mocha.importFile(file);
    Set<String> refused =
        read(file.resolveSibling("orders.ndjson.rejected.ndjson")).stream()
            .map(it -> Running.parse(it.get("record").asText()).get("orderId").asText())
            .collect(Collectors.toSet());
    List<JsonNode> orders = read(file);
    assertThat(refused).isEqualTo(contradictions(orders));
    assertThat(result.refused()).isEqualTo(refused.size());

    compare(
        mocha,
        merchants,
        orders.stream().filter(it -> !refused.contains(it.get("orderId").asText())).toList());
  }

  /** Orders with a step that is dated before the one it follows. */
  private static Set<String> contradictions(List<JsonNode> orders) {
    var contradictions = new HashSet<String>();
    for (JsonNode order : orders) {
      String before = order.get("placedAt").asText();
      for (String step :
          List.of(
              "acceptedAt", "readyAt", "pickedUpAt", "deliveredAt", "rejectedAt", "cancelledAt")) {
        if (order.hasNonNull(step)) {
          if (order.get(step).asText().compareTo(before) < 0) {
            contradictions.add(order.get("orderId").asText());
          }
          before = order.get(step).asText();
        }
      }
    }
    return contradictions;
  }

  private static List<JsonNode> read(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(Running::parse).toList();
  }

  private static int compare(Running mocha, List<JsonNode> merchants, List<JsonNode> orders) {
    mocha.awaitReports(merchants.getFirst().get("merchantId").asText());
    Map<String, List<JsonNode>> byMerchant =
        orders.stream().collect(Collectors.groupingBy(it -> it.get("merchantId").asText()));
    int compared = 0;
    for (JsonNode merchant : merchants) {
      String id = merchant.get("merchantId").asText();
      var plain = new PlainReport(merchant, byMerchant.getOrDefault(id, List.of()));
      var dates = new HashSet<>(plain.dates());
      plain.dates().forEach(it -> dates.add(it.plusDays(1)));
      for (LocalDate date : dates) {
        JsonNode expected = plain.of(date);
        assertThat(mocha.candidateReport(id, date)).as("new, %s %s", id, date).isEqualTo(expected);
        assertThat(mocha.primaryReport(id, date))
            .as("primary, %s %s", id, date)
            .isEqualTo(expected);
        compared++;
      }
    }
    return compared;
  }
}
