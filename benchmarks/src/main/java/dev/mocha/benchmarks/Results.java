package dev.mocha.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.mocha.app.benchmarking.LatencyChart;
import dev.mocha.app.benchmarking.LoadGenerator.Outcome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The results of a run, printed one by one and written as a table. */
final class Results {

  /**
   * One result.
   *
   * @param peer the peer or floor of the same run, empty for none
   * @param ratio of the measured value to the peer
   * @param usage what limits it, see {@link Usage}
   */
  record Result(
      String id,
      String what,
      String target,
      String measured,
      String peer,
      String ratio,
      String usage,
      @Nullable LatencyChart chart) {

    Result(
        String id,
        String what,
        String target,
        String measured,
        String peer,
        String ratio,
        String usage) {
      this(id, what, target, measured, peer, ratio, usage, null);
    }

    Result with(LatencyChart drawn) {
      return new Result(id, what, target, measured, peer, ratio, usage, drawn);
    }

    private String row() {
      return "| " + String.join(" | ", id, what, target, measured, peer, ratio, usage) + " |";
    }
  }

  private final String machine;
  private final List<Result> results = new ArrayList<>();

  Results(RunningMocha mocha) {
    machine = machine(mocha);
    System.out.println(machine);
  }

  void add(Result result) {
    results.add(result);
    System.out.printf(
        "%n%s %s%n  target    %s%n  measured  %s%n  peer      %s%n  ratio     %s%n  usage     %s%n",
        result.id(),
        result.what(),
        result.target(),
        result.measured(),
        result.peer(),
        result.ratio(),
        result.usage());
  }

  /** Writes the results so far and their charts. */
  void write(Path file) throws IOException {
    var lines = new ArrayList<String>();
    lines.add("# Results");
    lines.add("");
    lines.add("Written by `./benchmarks/run` on " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
    lines.add("");
    lines.add(machine);
    lines.add("The load, the servers and the application share this machine.");
    lines.add("");
    lines.add("| id | what | target | measured | peer or floor, same run | ratio | usage |");
    lines.add("|---|---|---|---|---|---|---|");
    results.forEach(it -> lines.add(it.row()));
    for (Result result : results) {
      LatencyChart chart = result.chart();
      if (chart != null) {
        Files.writeString(file.resolveSibling(chart.name() + ".svg"), chart.svg());
        lines.add("");
        lines.add("![%s](%s.svg)".formatted(chart.title(), chart.name()));
      }
    }
    Files.write(file, lines);
  }

  private static String machine(RunningMocha mocha) {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    JdbcClient jdbc = mocha.session("orders");
    return String.format(
        Locale.ROOT,
        "%d processors (load %.1f at the start), %d GiB, %s %s %s, JDK %s with a heap of %d MiB,"
            + " PostgreSQL %s (fsync %s, synchronous_commit %s), Kafka %s.",
        system.getAvailableProcessors(),
        system.getSystemLoadAverage(),
        Math.round(system.getTotalMemorySize() / (double) (1 << 30)),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"),
        Runtime.version(),
        Runtime.getRuntime().maxMemory() >> 20,
        setting(jdbc, "server_version"),
        setting(jdbc, "fsync"),
        setting(jdbc, "synchronous_commit"),
        AppInfoParser.getVersion());
  }

  private static String setting(JdbcClient jdbc, String name) {
    return jdbc.sql("SELECT current_setting(?)").param(name).query(String.class).single();
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  static String ratio(double measured, double peer) {
    return String.format(Locale.ROOT, "%.2f", measured / peer);
  }

  /** A median and its values. */
  static String rounds(double[] rounds, String unit) {
    return "%s %s (%s)"
        .formatted(
            number(median(rounds)),
            unit,
            String.join(", ", Arrays.stream(rounds).mapToObj(Results::number).toList()));
  }

  /** The outcome with the median speed. */
  static Outcome middle(List<Outcome> outcomes) {
    return outcomes.stream()
        .sorted(Comparator.comparingDouble(Outcome::perSecond))
        .toList()
        .get(outcomes.size() / 2);
  }

  static double median(double[] rounds) {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
