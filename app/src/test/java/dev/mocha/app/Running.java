package dev.mocha.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.client.HistoryFile;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A running system, as its users see it: over HTTP. */
record Running(URI address) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CATCH_UP = Duration.ofMinutes(2);

  MochaClient client() {
    return new MochaClient(address, TestIssuer.token());
  }

  /** The exit code of a command that talks to it. */
  int run(String... command) {
    return Mocha.commandLine()
        .execute(
            Stream.concat(
                    Stream.of(command),
                    Stream.of("--url", address.toString(), "--token", TestIssuer.token()))
                .toArray(String[]::new));
  }

  JsonNode get(String path) {
    try {
      return client().get(path);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** Whether a balancer would send requests here, or an operator take it for healthy. */
  boolean isReady() {
    try {
      client().get("/readyz");
      return true;
    } catch (MochaClient.Failed notNow) {
      return false;
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  HistoryFile.Result importLines(List<JsonNode> lines) throws IOException, InterruptedException {
    Path file = Files.createTempFile("history", ".ndjson");
    try {
      Files.write(file, lines.stream().map(JsonNode::toString).toList());
      return importFile(file);
    } finally {
      Files.delete(file);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".rejected.ndjson"));
    }
  }

  HistoryFile.Result importFile(Path file) throws IOException, InterruptedException {
    return new HistoryFile(client(), file, _ -> {}).send();
  }

  /** The generation that answers report queries, by its name. */
  String liveGeneration() {
    return get("/api/v1/projections/daily-report").get("live").asText();
  }

  /** Returns when the reports hold everything that was stored before this call. */
  void awaitReports(String anyMerchant) {
    Instant now = Instant.now();
    Awaitility.await()
        .atMost(CATCH_UP)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(
            () ->
                !Instant.parse(
                        client()
                            .get("/api/v1/merchants/" + anyMerchant + "/reports/daily/2018-01-01")
                            .get("completeTo")
                            .asText())
                    .isBefore(now));
  }

  JsonNode candidateReport(String merchant, LocalDate date) {
    return whole("/api/v1/merchants/%s/reports/daily/%s?limit=1000".formatted(merchant, date));
  }

  JsonNode primaryReport(String merchant, LocalDate date) {
    return whole("/api/v1/merchants/%s/order-report?date=%s&limit=1000".formatted(merchant, date));
  }

  /**
   * The report with the orders of all pages, without what may differ from one moment to the next.
   */
  private JsonNode whole(String path) {
    var report = (ObjectNode) get(path);
    var orders = (ObjectNode) report.get("orders");
    while (orders.hasNonNull("next")) {
      JsonNode page = get(path + "&cursor=" + orders.get("next").asText()).get("orders");
      orders
          .withArray("items")
          .addAll(Stream.of(page.get("items")).flatMap(it -> it.valueStream()).toList());
      orders.set("next", page.get("next"));
    }
    return report.without(List.of("completeTo", "final"));
  }

  static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }
}
