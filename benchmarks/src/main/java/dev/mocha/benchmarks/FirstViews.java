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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * P1 and P3: the first view of a report over HTTP, from the candidate and from the primary: the
 * summary, the breakdowns and up to 100 orders.
 */
final class FirstViews {

  private static final int CONNECTIONS = 16;
  private static final int PER_SECOND = 200;
  private static final int REQUESTED = 10_000;
  private static final int FLOOR_CLIENTS = 4;
  private static final Duration FLOOR = Duration.ofSeconds(4);

  private FirstViews() {}

  /** One view after the other, primary and candidate in turns; then the candidate at a rate. */
  static Result latencies(RunningMocha mocha, Sizes sizes) throws Exception {
    ReportedMonth month = ReportedMonth.in(mocha, sizes);
    var one = mocha.load(1);
    var many = mocha.load(CONNECTIONS);
    var duration = Duration.ofSeconds(sizes.seconds());
    List<MerchantDay> busiest = List.of(month.busiest());
    List<MerchantDay> requested = month.popularDays(REQUESTED);
    many.closed(duration, views(requested, MerchantDay::candidatePath));
    one.closed(duration, views(busiest, MerchantDay::primaryPath));
    Histogram primary = LoadGenerator.latencies();
    Histogram candidate = LoadGenerator.latencies();
    Histogram unsealed = LoadGenerator.latencies();
    for (int round = 0; round < sizes.rounds(); round++) {
      primary.add(one.closed(duration, views(busiest, MerchantDay::primaryPath)).latencies());
      candidate.add(one.closed(duration, views(busiest, MerchantDay::candidatePath)).latencies());
      unsealed.add(one.closed(duration, views(busiest, MerchantDay::unsealedPath)).latencies());
    }
    Duration all = duration.multipliedBy(sizes.rounds());
    Outcome atRate = many.open(PER_SECOND, all, views(busiest, MerchantDay::candidatePath));
    Outcome popular;
    String used;
    try (var usage = Usage.of(mocha)) {
      popular = many.open(PER_SECOND, all, views(requested, MerchantDay::candidatePath));
      used = usage.describe(popular.perSecond());
    }
    return new Result(
            "P1",
            String.format(
                Locale.ROOT,
                "first view of a report, %,d orders loaded: the busiest merchant's busiest day, one"
                    + " after the other; at %d/s, open loop, the same; at %d/s of all merchants as"
                    + " popular as they are",
                sizes.reported(),
                PER_SECOND,
                PER_SECOND),
            "p50 and p99 20x faster; at 200/s p50 < 3 ms, p99 < 15 ms",
            "%s (not sealed %s); at a rate %s, %d failed; of all %s, %d failed"
                .formatted(
                    millis(candidate),
                    millis(unsealed),
                    millis(atRate.latencies()),
                    atRate.failed(),
                    millis(popular.latencies()),
                    popular.failed()),
            "%s from the primary, one after the other, index on merchant and time"
                .formatted(millis(primary)),
            "p50 %s, p99 %s"
                .formatted(times(primary, candidate, 50), times(primary, candidate, 99)),
            used)
        .with(
            new LatencyChart(
                "p1-first-view",
                "First view of the busiest merchant's busiest day",
                List.of(
                    new Series("primary", primary),
                    new Series("candidate, 200/s", atRate.latencies()),
                    new Series("candidate", candidate))));
  }

  /** As many as 16 connections get, compared with point look-ups. */
  static Result speed(RunningMocha mocha, Sizes sizes) throws Exception {
    ReportedMonth month = ReportedMonth.in(mocha, sizes);
    var load = mocha.load(CONNECTIONS);
    var duration = Duration.ofSeconds(sizes.seconds());
    Request view = views(month.popularDays(REQUESTED), MerchantDay::candidatePath);
    Request unsealedView = views(month.popularDays(REQUESTED), MerchantDay::unsealedPath);
    load.closed(duration, view);
    List<Outcome> outcomes = new ArrayList<>();
    List<Double> unsealed = new ArrayList<>();
    Rounds rounds =
        Rounds.measure(
            mocha,
            sizes,
            () -> Floors.pointLookUps(mocha.database("reports"), FLOOR_CLIENTS, FLOOR),
            () -> {
              outcomes.add(load.closed(duration, view));
              return outcomes.getLast().perSecond();
            },
            () -> unsealed.add(load.closed(duration, unsealedView).perSecond()));
    return rounds.result(
        "P3",
        String.format(
            Locale.ROOT,
            "first views, closed loop, %d connections, %,d orders loaded, merchants as popular as"
                + " they are",
            CONNECTIONS,
            sizes.reported()),
        "4,000 /s, 1/5 of the floor",
        "%s, %s, %d failed; %s"
            .formatted(
                rounds.speeds("first views/s"),
                millis(Results.middle(outcomes).latencies()),
                outcomes.stream().mapToLong(Outcome::failed).sum(),
                Results.rounds(
                    unsealed.stream().mapToDouble(it -> it).toArray(),
                    "first views/s of days that are not sealed")),
        "point look-ups/s of 2 kB by key, prepared, 4 clients");
  }

  private static Request views(List<MerchantDay> days, Function<MerchantDay, String> path) {
    List<String> paths = days.stream().map(path).toList();
    var numbers = new AtomicInteger();
    return (connection, _) ->
        connection.get(paths.get(Math.floorMod(numbers.getAndIncrement(), paths.size())));
  }

  static String millis(Histogram latencies) {
    return String.format(
        Locale.ROOT,
        "p50 %.2f ms, p99 %.2f ms",
        latencies.getValueAtPercentile(50) / 1e6,
        latencies.getValueAtPercentile(99) / 1e6);
  }

  /** How many times faster. */
  static String times(Histogram primary, Histogram candidate, double percentile) {
    return String.format(
        Locale.ROOT,
        "%.1fx",
        (double) primary.getValueAtPercentile(percentile)
            / candidate.getValueAtPercentile(percentile));
  }
}
