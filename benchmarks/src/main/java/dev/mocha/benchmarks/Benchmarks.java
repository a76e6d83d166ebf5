package dev.mocha.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs benchmarks one after another on one running application. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    description = "Measures the application and compares it with peers and floors of the same run.")
public final class Benchmarks implements Callable<Integer> {

  /**
   * In the order in which they run: benchmarks that need little data come first. Those that read
   * reports come last, as they fill tables without events, which a rebuild would miss.
   */
  enum Id {
    P9(Placing::run),
    P4(Visibility::run),
    P10(Importing::run),
    P8(Publishing::run),
    R6(Promoting::run),
    P7(Rebuilding::run),
    P5(Projecting::run),
    P6(Streaming::run),
    P1(FirstViews::latencies),
    P2(CompleteDay::run),
    P3(FirstViews::speed),
    P11(PlacingBesideReports::run);

    private final Benchmark benchmark;

    Id(Benchmark benchmark) {
      this.benchmark = benchmark;
    }
  }

  private interface Benchmark {
    Results.Result run(RunningMocha mocha, Sizes sizes) throws Exception;
  }

  /**
   * The amount of work.
   *
   * @param seconds of a round under load
   * @param orders of a round in bulk
   * @param reported orders in the tables from which reports are read
   * @param events the minimum number of events to rebuild
   */
  record Sizes(int seconds, int orders, int reported, int rounds, long events) {}

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "Some of ${COMPLETION-CANDIDATES}. Default: all.")
  private List<Id> ids = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "The duration of a round under load. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--orders",
      description =
          "The size of a round in bulk (default 100000), and of the tables that P1, P2, P3 and P11"
              + " read (default 3000000).")
  private @Nullable Integer orders;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Rounds after the warm-up. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--events",
      defaultValue = "1000000",
      description = "The minimum number of events that P7 rebuilds. Default: ${DEFAULT-VALUE}.")
  private long events;

  @Option(
      names = "--hold",
      description =
          "Load the orders that P1, P2, P3 and P11 read and run until stopped, for mocha"
              + " benchmark.")
  private boolean hold;

  @Option(
      names = "--results",
      defaultValue = "results.md",
      description = "The file of the results. Default: ${DEFAULT-VALUE}.")
  private Path results;

  /** Exits with 0 when all benchmarks ran, whatever their figures. */
  public static void main(String... args) {
    System.setProperty("axoniq.update-checker.disabled", "true");
    System.exit(new CommandLine(new Benchmarks()).setOverwrittenOptionsAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    var sizes =
        new Sizes(
            seconds,
            Objects.requireNonNullElse(orders, 100_000),
            Objects.requireNonNullElse(orders, 3_000_000),
            rounds,
            events);
    try (var mocha = RunningMocha.start()) {
      if (hold) {
        ReportedMonth.in(mocha, sizes);
        System.out.printf(
            "Runs until it is stopped: ./mocha benchmark --url %s --data %s --days %s..%s%n",
            mocha.address(),
            mocha.dataFolder(),
            ReportedMonth.FIRST,
            ReportedMonth.FIRST.plusDays(ReportedMonth.DAYS - 1));
        Thread.currentThread().join();
      }
      var table = new Results(mocha);
      for (Id id : Id.values()) {
        if (ids.isEmpty() || ids.contains(id)) {
          table.add(id.benchmark.run(mocha, sizes));
          table.write(results);
        }
      }
    }
    return 0;
  }
}
