package dev.mocha.benchmarks;

import dev.mocha.app.benchmarking.LoadGenerator;
import dev.mocha.app.benchmarking.LoadGenerator.Outcome;
import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations;
import dev.mocha.application.rebuilding.RebuildControl;
import dev.mocha.application.rebuilding.RebuildRequest;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;
import dev.mocha.benchmarks.Visibility.Measured;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/**
 * R6: reports are read and orders placed at an even rate while a generation is rebuilt, promoted,
 * rolled back and promoted again. The same load runs before and after.
 */
final class Promoting {

  private static final int REPORTS_PER_SECOND = 200;
  private static final int ORDERS_PER_SECOND = 20;
  private static final int CONNECTIONS = 16;

  /** Twenty for each merchant: a report of ordinary size. */
  private static final int ORDERS_A_DAY = 20 * SampleOrders.MERCHANTS;

  /** Leaves most of the machine to the load. */
  private static final int EVENTS_PER_SECOND = 5_000;

  private static final RequestedBy ACTION = new RequestedBy("benchmark", "R6");

  private final RunningMocha mocha;
  private final LoadGenerator load;
  private final SampleOrders orders = new SampleOrders();

  private Promoting(RunningMocha mocha) {
    this.mocha = mocha;
    this.load = mocha.load(CONNECTIONS);
  }

  private record Phase(Outcome reports, Measured orders) {

    private String describe() {
      return String.format(
          Locale.ROOT,
          "reports p50 %.1f ms, p99 %.1f ms, %d failed; orders visible %s, %d never",
          reports.millis(50),
          reports.millis(99),
          reports.failed(),
          Visibility.millis(orders.visible()),
          orders.missing());
    }
  }

  static Result run(RunningMocha mocha, Sizes sizes) throws Exception {
    while (mocha.stored() < 2L * sizes.orders()) {
      mocha.send(mocha.nextDay(ORDERS_A_DAY));
    }
    mocha.awaitReports();
    var promoting = new Promoting(mocha);
    var duration = Duration.ofSeconds(sizes.seconds());
    promoting.measure("warm", duration);
    Phase before = promoting.measure("before", duration);
    long events = mocha.stored();
    Duration rebuilding = duration.plusSeconds(events / EVENTS_PER_SECOND + 20);
    var switching = new FutureTask<>(promoting::rebuildAndSwitch);
    Thread.ofPlatform().name("switching").start(switching);
    Phase during;
    String used;
    try (var usage = Usage.of(mocha)) {
      during = promoting.measure("during", rebuilding);
      used = usage.describe(REPORTS_PER_SECOND);
    }
    String live = switching.get();
    Phase after = promoting.measure("after", duration);
    return new Result(
        "R6",
        String.format(
            Locale.ROOT,
            "%d reports/s and %d orders/s while %,d events are rebuilt at %,d/s, promoted, rolled"
                + " back, promoted again (%s is live)",
            REPORTS_PER_SECOND,
            ORDERS_PER_SECOND,
            events,
            EVENTS_PER_SECOND,
            live),
        "none failed; visible p50 < 150 ms, p99 < 500 ms",
        during.describe(),
        "before: %s; after: %s".formatted(before.describe(), after.describe()),
        Results.ratio(during.reports().millis(99), before.reports().millis(99)),
        used);
  }

  private Phase measure(String name, Duration duration)
      throws InterruptedException, ExecutionException {
    var reading = new FutureTask<>(() -> read(duration));
    Thread.ofPlatform().name("reading").start(reading);
    Measured placed = Visibility.measure(mocha, load, ORDERS_PER_SECOND, "r6-" + name, duration);
    return new Phase(reading.get(), placed);
  }

  private Outcome read(Duration duration) {
    var numbers = new AtomicLong();
    LocalDate day = RunningMocha.FIRST_DAY;
    return load.open(
        REPORTS_PER_SECOND,
        duration,
        (connection, _) ->
            connection.get(
                "/api/v1/merchants/%s/reports/daily/%s"
                    .formatted(orders.merchantOf(numbers.getAndIncrement()), day)));
  }

  /** Returns the generation that is live at the end. */
  private String rebuildAndSwitch() {
    var generations = mocha.component(Generations.class);
    var rebuilds = mocha.component(RebuildControl.class);
    String name =
        rebuilds
            .start(new RebuildRequest(Source.LOG, true, false, EVENTS_PER_SECOND), ACTION)
            .name();
    RunningMocha.await("it answers", () -> state(generations, name) == State.LIVE);
    RunningMocha.pause(Duration.ofSeconds(2));
    rebuilds.rollBack(null, false, ACTION);
    RunningMocha.pause(Duration.ofSeconds(2));
    rebuilds.promote(name, false, ACTION);
    return name;
  }

  private static State state(Generations generations, String name) {
    return generations.find(name).map(Generation::state).orElseThrow();
  }
}
