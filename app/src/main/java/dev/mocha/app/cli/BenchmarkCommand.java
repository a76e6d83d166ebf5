package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.app.benchmarking.PathBenchmark;
import dev.mocha.app.benchmarking.PathBenchmark.Asked;
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

/** {@code mocha compare}: what the old report costs and what the new one. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Asks a running system for the same reports by the old path and by the new one, and writes a"
          + " page with latencies, throughput, effect on the main service and sizes of tables.",
      "The switch must be in the mode old. Exit code 0, 1 when requests failed, 3 when the paths'"
          + " answers differ."
    })
public final class BenchmarkCommand implements Callable<Integer> {

  private static final int DIFFERS = 3;
  private static final int MOST_MERCHANTS = 10_000;
  private static final int MOST_DAYS = 62;

  @Option(
      names = "--merchants",
      defaultValue = "20",
      description = {
        "Ids, separated by commas (and one after a single id of digits); or how many: half of them"
            + " those with most orders, the others evenly spread over the rest, the largest first."
            + " ${DEFAULT-VALUE} by default."
      })
  private String merchants;

  @Option(
      names = "--days",
      required = true,
      paramLabel = "FROM..TO",
      description = "Such as 2018-07-01..2018-07-30, or one day; 62 at most.")
  private String days;

  @Option(
      names = "--rate",
      defaultValue = "20",
      description = "Reports a second; ${DEFAULT-VALUE} by default.")
  private int rate;

  @Option(
      names = "--place",
      defaultValue = "0",
      description = {
        "Orders a second that are placed meanwhile with a merchant of their own, mocha-compare, on"
            + " systems that may hold such orders; none by default."
      })
  private int placing;

  @Option(
      names = "--connections",
      defaultValue = "16",
      description = "At most; ${DEFAULT-VALUE} by default.")
  private int connections;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "Of a round; ${DEFAULT-VALUE} by default.")
  private int seconds;

  @Option(
      names = "--rounds",
      defaultValue = "2",
      description = "After the one that warms up; ${DEFAULT-VALUE} by default.")
  private int rounds;

  @Option(
      names = "--settle",
      defaultValue = "11",
      description = {
        "Seconds after a round until PostgreSQL is asked what it did; ${DEFAULT-VALUE} by default."
            + " It may tell of a statement ten seconds late."
      })
  private int settling;

  @Option(names = "--reports-url", description = "Where the role reports runs; --url by default.")
  private @Nullable URI reportsUrl;

  @Option(
      names = "--output",
      defaultValue = "comparison",
      description = "The folder for the page; ${DEFAULT-VALUE} by default.")
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
    List<Asked> asked = asked(new MochaClient(reports, token));
    require(!asked.isEmpty(), "these merchants have no orders on these days");
    var plan =
        new Plan(
            server.url(),
            reports,
            token,
            asked,
            rate,
            placing,
            connections,
            Duration.ofSeconds(seconds),
            rounds,
            Duration.ofSeconds(settling));
    Summary summary = new PathBenchmark(plan, System.err::println).writeTo(output, description());
    System.out.println(output.resolve("comparison.html"));
    if (summary.failed() > 0) {
      System.err.printf("%,d requests failed%n", summary.failed());
      return 1;
    }
    return summary.differing() == 0 ? 0 : DIFFERS;
  }

  private void require(boolean right, String message) {
    if (!right) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  /** As it was given, without what tells where the system is and how one gets in. */
  private String description() {
    String words =
        String.join(" ", command.commandLine().getParseResult().originalArgs())
            .replaceAll("--(token|url|reports-url|data|output)[= ]\\S+ ?", "")
            .strip();
    return "./mocha " + words;
  }

  /** Days with orders, the busiest first. */
  private List<Asked> asked(MochaClient client) throws IOException, InterruptedException {
    String[] ends = days.split("\\.\\.", 2);
    LocalDate from = date(ends[0]);
    LocalDate to = date(ends[ends.length - 1]);
    require(!to.isBefore(from), "--days must not end before they begin");
    require(
        to.isBefore(from.plusDays(MOST_DAYS)), "--days must be %d at most".formatted(MOST_DAYS));
    var asked = new ArrayList<Asked>();
    for (String merchant : merchants(client, from, to)) {
      JsonNode range =
          client.get(
              "/api/v1/merchants/%s/reports/daily?from=%s&to=%s".formatted(merchant, from, to));
      for (JsonNode day : range.get("days")) {
        long orders = day.get("summary").get("orders").asLong();
        if (orders > 0) {
          asked.add(new Asked(merchant, LocalDate.parse(day.get("date").asText()), orders));
        }
      }
    }
    asked.sort(Comparator.comparingLong(Asked::orderCount).reversed());
    return asked;
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
                    .formatted(from, to, MOST_MERCHANTS))
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
