package dev.mocha.benchmarks;

import dev.mocha.app.benchmarking.LatencyChart;
import dev.mocha.app.benchmarking.LatencyChart.Series;
import dev.mocha.app.benchmarking.LoadGenerator;
import dev.mocha.app.benchmarking.LoadGenerator.Outcome;
import dev.mocha.app.benchmarking.LoadGenerator.Request;
import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.ReportedMonth.MerchantDay;
import dev.mocha.benchmarks.Results.Result;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * P11: orders placed at an even rate while reports of busy merchants are read from the primary,
 * from the candidate and not at all, in turns.
 */
final class PlacingBesideReports {

  private static final int ORDERS_PER_SECOND = 50;
  private static final int REPORTS_PER_SECOND = 20;
  private static final int CONNECTIONS = 16;
  private static final int BUSY = 20;

  private final RunningMocha mocha;
  private final LoadGenerator load;
  private final Duration duration;
  private final Request place = new SampleOrders().placing("p11-", new AtomicLong());
  private final AtomicLong failed = new AtomicLong();

  private PlacingBesideReports(RunningMocha mocha, Duration duration) {
    this.mocha = mocha;
    this.load = mocha.load(CONNECTIONS);
    this.duration = duration;
  }

  static Result run(RunningMocha mocha, Sizes sizes) throws Exception {
    ReportedMonth.in(mocha, sizes);
    var busy =
        IntStream.range(0, BUSY * ReportedMonth.DAYS)
            .mapToObj(it -> new MerchantDay(it % BUSY, ReportedMonth.FIRST.plusDays(it / BUSY)))
            .toList();
    List<String> none = List.of();
    List<String> candidate = busy.stream().map(MerchantDay::candidatePath).toList();
    List<String> primary = busy.stream().map(MerchantDay::primaryPath).toList();
    var placing = new PlacingBesideReports(mocha, Duration.ofSeconds(sizes.seconds()));
    for (List<String> reports : List.of(none, primary, candidate)) {
      placing.withReports(reports);
    }
    Histogram withNone = LoadGenerator.latencies();
    Histogram withCandidate = LoadGenerator.latencies();
    Histogram withPrimary = LoadGenerator.latencies();
    String used = "";
    for (int round = 0; round < sizes.rounds(); round++) {
      withNone.add(placing.withReports(none).latencies());
      withPrimary.add(placing.withReports(primary).latencies());
      try (var usage = Usage.of(mocha)) {
        withCandidate.add(placing.withReports(candidate).latencies());
        used = usage.describe(ORDERS_PER_SECOND);
      }
    }
    return new Result(
            "P11",
            String.format(
                Locale.ROOT,
                "placing %d orders/s while %d reports/s of the %d busiest merchants are read, %,d"
                    + " orders loaded",
                ORDERS_PER_SECOND,
                REPORTS_PER_SECOND,
                BUSY,
                sizes.reported()),
            "with the candidate p99 within 1.2x of no reports",
            "%s with the candidate; %s with the primary; %d requests failed"
                .formatted(
                    FirstViews.millis(withCandidate),
                    FirstViews.millis(withPrimary),
                    placing.failed.get()),
            "%s with no reports".formatted(FirstViews.millis(withNone)),
            "p99 candidate %s, primary %s"
                .formatted(
                    FirstViews.times(withCandidate, withNone, 99),
                    FirstViews.times(withPrimary, withNone, 99)),
            used)
        .with(
            new LatencyChart(
                "p11-placing",
                "Placing an order while reports are read",
                List.of(
                    new Series("with the primary", withPrimary),
                    new Series("with the candidate", withCandidate),
                    new Series("no reports", withNone))));
  }

  /** Returns when all reports have been read, too. */
  private Outcome withReports(List<String> reports)
      throws InterruptedException, ExecutionException {
    mocha.awaitReports();
    var reading = new FutureTask<>(() -> read(reports), null);
    Thread.ofPlatform().name("reading").start(reading);
    Outcome placed = load.open(ORDERS_PER_SECOND, duration, place);
    reading.get();
    failed.addAndGet(placed.failed());
    return placed;
  }

  private void read(List<String> reports) {
    if (!reports.isEmpty()) {
      var next = new AtomicInteger();
      Outcome read =
          load.open(
              REPORTS_PER_SECOND,
              duration,
              (connection, _) ->
                  connection.get(reports.get(next.getAndIncrement() % reports.size())));
      failed.addAndGet(read.failed());
    }
  }
}
