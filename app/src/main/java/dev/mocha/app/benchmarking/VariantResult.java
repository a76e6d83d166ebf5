package dev.mocha.app.benchmarking;

import dev.mocha.app.benchmarking.LoadGenerator.Outcome;
import dev.mocha.app.benchmarking.PathBenchmark.Day;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/** What was measured of one variant. Latencies are in nanoseconds. */
final class VariantResult {

  /** First views at the planned rate. */
  final Histogram views = LoadGenerator.latencies();

  /** The same by the size of the day; without sizes that no day has. */
  final Map<DaySize, Histogram> viewsBySize = new ConcurrentHashMap<>();

  /** First views of the busiest day, one after the other. */
  final Histogram busiest = LoadGenerator.latencies();

  /** The busiest day with all its pages, one after the other. */
  final Histogram complete = LoadGenerator.latencies();

  /** Orders placed at the same time. */
  final Histogram placing = LoadGenerator.latencies();

  /** The load on each database, by its name, in all rounds. */
  final Map<String, DatabaseLoad> databases = new LinkedHashMap<>();

  /** First views a second by all connections, without pauses. */
  double viewsPerSecond;

  /** Failed requests of every kind. */
  long failed;

  /** The size of a day. */
  enum DaySize {
    UP_TO_10("1 to 10", 10),
    UP_TO_100("11 to 100", 100),
    UP_TO_1000("101 to 1,000", 1_000),
    MORE("more", Long.MAX_VALUE);

    final String label;
    private final long maxOrders;

    DaySize(String label, long maxOrders) {
      this.label = label;
      this.maxOrders = maxOrders;
    }

    static DaySize of(Day day) {
      return Stream.of(values())
          .filter(it -> day.orderCount() <= it.maxOrders)
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * What a database did.
   *
   * @param busy the execution time of statements
   * @param buffers of 8 kB that statements used
   * @param elapsed while this was measured
   */
  record DatabaseLoad(Duration busy, long buffers, Duration elapsed) {

    DatabaseLoad plus(DatabaseLoad other) {
      return new DatabaseLoad(
          busy.plus(other.busy), buffers + other.buffers, elapsed.plus(other.elapsed));
    }
  }

  /** Called by all connections. */
  void addView(Day day, long nanos) {
    viewsBySize
        .computeIfAbsent(DaySize.of(day), _ -> new SynchronizedHistogram(LoadGenerator.latencies()))
        .recordValue(Math.min(LoadGenerator.MAX_LATENCY, nanos));
  }

  void add(Histogram latencies, Outcome outcome) {
    latencies.add(outcome.latencies());
    failed += outcome.failed();
  }
}
