package dev.mocha.benchmarks;

import dev.mocha.app.benchmarking.LoadGenerator.Outcome;
import dev.mocha.app.benchmarking.LoadGenerator.Request;
import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** P9: orders placed over HTTP in a closed loop, while relay and consumer run. */
final class Placing {

  private static final int CONNECTIONS = 16;
  private static final int WARM = 20_000;
  private static final int LONGEST_WARM_UP = 5;
  private static final Duration FLOOR = Duration.ofSeconds(4);

  private Placing() {}

  static Result run(RunningMocha mocha, Sizes sizes) throws Exception {
    var numbers = new AtomicLong();
    var load = mocha.load(CONNECTIONS);
    Request place = new SampleOrders().placing("p9-", numbers);
    var duration = Duration.ofSeconds(sizes.seconds());
    for (int warm = 0; warm < LONGEST_WARM_UP && numbers.get() < WARM; warm++) {
      load.closed(duration, place);
    }
    List<Outcome> outcomes = new ArrayList<>();
    Rounds rounds =
        Rounds.measure(
            mocha,
            sizes,
            () -> {
              mocha.awaitReports();
              return Floors.durableInserts(mocha.database("orders"), CONNECTIONS, FLOOR);
            },
            () -> {
              outcomes.add(load.closed(duration, place));
              return outcomes.getLast().perSecond();
            },
            () -> {});
    mocha.awaitReports();
    Outcome middle = Results.middle(outcomes);
    return rounds.result(
        "P9",
        "place order over HTTP, 16 connections, durable, relay and consumer on",
        "1,200 /s, p99 < 50 ms",
        String.format(
            Locale.ROOT,
            "%s, p50 %.1f ms, p99 %.1f ms, %d failed",
            rounds.speeds("orders/s"),
            middle.millis(50),
            middle.millis(99),
            outcomes.stream().mapToLong(Outcome::failed).sum()),
        "durable single-row inserts/s, 16 clients");
  }
}
