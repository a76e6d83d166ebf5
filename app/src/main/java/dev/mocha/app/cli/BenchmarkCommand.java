package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.app.benchmarking.PathBenchmark;
import dev.mocha.app.benchmarking.PathBenchmark.Day;
import dev.mocha.app.benchmarking.PathBenchmark.Plan;
import dev.mocha.app.benchmarking.PathBenchmark.Summary;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mocha benchmark}: measures the primary and the candidate report. */
@Command(
    name = "benchmark",
    description =
        "Requests the same reports of a running system from the primary and from the candidate, and"
            + " writes a page with latencies, throughput, the effect on the main service and sizes"
            + " of tables. The switch must be in mode primary.")
public final class BenchmarkCommand implements Callable<Integer> {

  private static final int DIFFERS = 3;
  private static final int MAX_MERCHANTS = 10_000;
  private static final int MAX_DAYS = 62;

  @Option(
      names = "--merchants",
      defaultValue = "20",
      paramLabel = "IDS",
      description =
          "Ids, separated by commas (with a comma after a single id of digits); or a number: half"
              + " of them are the merchants with most orders, the others are spread evenly over the"
              + " rest. Default: ${DEFAULT-VALUE}.")
  private String merchants;

  @Option(
      names = "--days",
      required = true,
      paramLabel = "FROM..TO",
      description = "Such as 2018-07-01..2018-07-30, or one day; at most 62 days.")
  private String days;

  @Option(
      names = "--rate",
      defaultValue = "20",
      paramLabel = "NUMBER",
      description = "Reports a second. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--place",
      defaultValue = "0",
      paramLabel = "NUMBER",
      description =
          "Orders to place a second at the same time, for a merchant of their own, mocha-benchmark."
              + " Use it only where such orders may be stored. Default: none.")
  private int placing;

  @Option(
      names = "--connections",
      defaultValue = "16",
      paramLabel = "NUMBER",
      description = "The maximum number of connections. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      paramLabel = "SECONDS",
      description = "The duration of a round. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--rounds",
      defaultValue = "2",
      paramLabel = "NUMBER",
      description = "Rounds after the warm-up. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--settle",
      defaultValue = "11",
      paramLabel = "SECONDS",
      description =
          "Seconds between a round and the reading of PostgreSQL's counters, which are up to ten"
              + " seconds late. Default: ${DEFAULT-VALUE}.")
  private int settling;

  @Option(
      names = "--reports-url",
      paramLabel = "URL",
      description = "The address of the role reports. Default: --url.")
  private @Nullable URI reportsUrl;

  @Option(
      names = "--output",
      defaultValue = "benchmark",
      paramLabel = "FOLDER",
      description = "The folder of the page. Default: ${DEFAULT-VALUE}.")
  private Path output;

  @Mixin private Server server;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    for (int it : new int[] {rate, connections, seconds, rounds}) {
      require(it > 0, "--rate, --connections, --seconds and --rounds must be above 0");
    }
    require(placing >= 0 && settling >= 0, "--place and --settle must not be below 0");
    String token = server.token();
    if (token == null) {
      throw new ParameterException(
          command.commandLine(), "a token is needed: --token, or MOCHA_TOKEN");
    }
    URI reports = reportsUrl == null ? server.url() : reportsUrl;
    List<Day> requested = days(new MochaClient(reports, token));
    require(!requested.isEmpty(), "these merchants have no orders on these days");
    var plan =
        new Plan(
            server.url(),
            reports,
            token,
            requested,
            rate,
            placing,
            connections,
            Duration.ofSeconds(seconds),
            rounds,
            Duration.ofSeconds(settling));
    Summary summary = new PathBenchmark(plan, System.err::println).writeTo(output, description());
    System.out.println(output.resolve("benchmark.html"));
    if (summary.failed() > 0) {
      System.err.println(Fields.count(summary.failed(), "request failed", "requests failed"));
      return 1;
    }
    return summary.differing() == 0 ? 0 : DIFFERS;
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  /** The command line without addresses, folders and secrets. */
  private String description() {
    String arguments =
        String.join(" ", command.commandLine().getParseResult().originalArgs())
            .replaceAll("--(token|url|reports-url|data|output)[= ]\\S+ ?", "")
            .strip();
    return "./mocha " + arguments;
  }

  /** Days with orders, the busiest first. */
  private List<Day> days(MochaClient client) throws IOException, InterruptedException {
    String[] ends = days.split("\\.\\.", 2);
    LocalDate from = date(ends[0]);
    LocalDate to = date(ends[ends.length - 1]);
    require(!to.isBefore(from), "--days must not end before they begin");
    require(to.isBefore(from.plusDays(MAX_DAYS)), "--days must be %d at most".formatted(MAX_DAYS));
    var found = new ArrayList<Day>();
    for (String merchant : merchants(client, from, to)) {
      JsonNode range =
          client.get(
              "/api/v1/merchants/%s/reports/daily?from=%s&to=%s".formatted(merchant, from, to));
      for (JsonNode day : range.get("days")) {
        long orders = day.get("summary").get("orders").asLong();
        if (orders > 0) {
          found.add(new Day(merchant, LocalDate.parse(day.get("date").asText()), orders));
        }
      }
    }
    found.sort(Comparator.comparingLong(Day::orderCount).reversed());
    return found;
  }

  private LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException malformed) {
      throw new ParameterException(
          command.commandLine(), "--days must be such as 2018-07-01..2018-07-30", malformed);
    }
  }

  private Set<String> merchants(MochaClient client, LocalDate from, LocalDate to)
      throws IOException, InterruptedException {
    if (!merchants.matches("\\d{1,4}")) {
      return Stream.of(merchants.split(",", -1))
          .filter(it -> !it.isBlank())
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
    int wanted = Integer.parseInt(merchants);
    require(wanted > 0, "--merchants must be above 0");
    List<String> all =
        client
            .get(
                "/api/v1/reports/merchants?from=%s&to=%s&limit=%d"
                    .formatted(from, to, MAX_MERCHANTS))
            .get("items")
            .valueStream()
            .map(it -> it.get("merchantId").asText())
            .toList();
    int largest = Math.min(all.size(), Math.ceilDiv(wanted, 2));
    var chosen = new LinkedHashSet<>(all.subList(0, largest));
    int others = Math.min(all.size(), wanted) - largest;
    for (int it = 1; it <= others; it++) {
      chosen.add(all.get(largest + (int) ((long) it * (all.size() - largest) / others) - 1));
    }
    return chosen;
  }
}
