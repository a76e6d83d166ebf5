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
    description = "Measures the running application beside peers and floors of the same run.")
public final class Benchmarks implements Callable<Integer> {

  /**
   * In the order in which they run: what needs little data comes first. Those that read reports
   * come last, as they fill tables without events, which a rebuild would not find.
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
   * How much is measured.
   *
   * @param seconds of a round under load
   * @param orders of a round in bulk
   * @param reported orders in the tables that are read
   * @param events that are rebuilt, or somewhat more
   */
  record Sizes(int seconds, int orders, int reported, int rounds, long events) {}

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "Some of ${COMPLETION-CANDIDATES}; all by default.")
  private List<Id> ids = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "Of a round under load; ${DEFAULT-VALUE} by default.")
  private int seconds;

  @Option(
      names = "--orders",
      description =
          "Of a round in bulk, 100000 by default; in the tables that P1, P2, P3 and P11 read,"
              + " 3000000 by default.")
  private @Nullable Integer orders;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "After the one that warms up; ${DEFAULT-VALUE} by default.")
  private int rounds;

  @Option(
      names = "--events",
      defaultValue = "1000000",
      description = "That P7 rebuilds, or somewhat more; ${DEFAULT-VALUE} by default.")
  private long events;

  @Option(
      names = "--hold",
      description =
          "Only loads what P1, P2, P3 and P11 read, and runs until it is ended, for mocha compare.")
  private boolean hold;

  @Option(
      names = "--results",
      defaultValue = "results.md",
      description = "The file for the table; ${DEFAULT-VALUE} by default.")
  private Path results;

  /** Ends with 0 when all benchmarks ran, whatever their figures. */
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
            "Runs until it is ended: ./mocha compare --url %s --data %s --days %s..%s%n",
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
