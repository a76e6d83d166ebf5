package dev.mocha.benchmarks;

import dev.mocha.app.benchmarking.LatencyChart;
import dev.mocha.app.benchmarking.LatencyChart.Series;
import dev.mocha.app.benchmarking.LoadGenerator;
import dev.mocha.app.benchmarking.LoadGenerator.Outcome;
import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.ReportedMonth.MerchantDay;
import dev.mocha.benchmarks.Results.Result;
import java.io.IOException;
import java.sql.SQLException;
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
 * P11: orders placed at an even rate while reports of busy merchants are read by the old path, by
 * the new path, and not at all, in turns.
 */
final class PlacingBesideReports {

  private static final int ORDERS_PER_SECOND = 50;
  private static final int REPORTS_PER_SECOND = 20;
  private static final int CONNECTIONS = 16;
  private static final int BUSY = 20;

  private final RunningMocha mocha;
  private final LoadGenerator load;
  private final Duration duration;
  private final SampleOrders orders = new SampleOrders();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  private PlacingBesideReports(RunningMocha mocha, Duration duration) {
    this.mocha = mocha;
    this.load = mocha.load(CONNECTIONS);
    this.duration = duration;
  }

  static Result run(RunningMocha mocha, Sizes sizes)
      throws IOException, InterruptedException, SQLException, ExecutionException {
    ReportedMonth.in(mocha, sizes);
    var busy =
        IntStream.range(0, BUSY * ReportedMonth.DAYS)
            .mapToObj(it -> new MerchantDay(it % BUSY, ReportedMonth.FIRST.plusDays(it / BUSY)))
            .toList();
    List<String> none = List.of();
    List<String> fresh = busy.stream().map(MerchantDay::newPath).toList();
    List<String> old = busy.stream().map(MerchantDay::oldPath).toList();
    var placing = new PlacingBesideReports(mocha, Duration.ofSeconds(sizes.seconds()));
    for (List<String> reports : List.of(none, old, fresh)) {
      placing.beside(reports);
    }
    Histogram besideNone = LoadGenerator.latencies();
    Histogram besideFresh = LoadGenerator.latencies();
    Histogram besideOld = LoadGenerator.latencies();
    String used = "";
    for (int round = 0; round < sizes.rounds(); round++) {
      besideNone.add(placing.beside(none).latencies());
      besideOld.add(placing.beside(old).latencies());
      try (var usage = Usage.of(mocha)) {
        besideFresh.add(placing.beside(fresh).latencies());
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
            "by the new path p99 within 1.2x of none",
            "%s beside the new path; %s beside the old one; %d requests failed"
                .formatted(
                    FirstViews.millis(besideFresh),
                    FirstViews.millis(besideOld),
                    placing.failed.get()),
            "%s beside no reports".formatted(FirstViews.millis(besideNone)),
            "p99 new %s, old %s"
                .formatted(
                    FirstViews.times(besideFresh, besideNone, 99),
                    FirstViews.times(besideOld, besideNone, 99)),
            used)
        .with(
            new LatencyChart(
                "p11-placing",
                "Placing an order while reports are read",
                List.of(
                    new Series("by the old path", besideOld),
                    new Series("by the new path", besideFresh),
                    new Series("no reports", besideNone))));
  }

  /** Returns when the reports that are still due have come too. */
  private Outcome beside(List<String> reports) throws InterruptedException, ExecutionException {
    mocha.awaitReports();
    var reading = new FutureTask<>(() -> read(reports), null);
    Thread.ofPlatform().name("reading").start(reading);
    Outcome placed =
        load.open(
            ORDERS_PER_SECOND,
            duration,
            (connection, _) -> {
              long number = numbers.getAndIncrement();
              return connection.post("/api/v1/orders", orders.body("p11-" + number, number));
            });
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
