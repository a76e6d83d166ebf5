package dev.mocha.benchmarks;

import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.Order;
import dev.mocha.application.rebuilding.Generation.Source;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations;
import dev.mocha.application.rebuilding.Generations.Action;
import dev.mocha.application.rebuilding.Rebuilds;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * P7: a generation is built anew from the whole log, keys and summaries included; beside it Axon's
 * tuned replay of the same events from the event store.
 */
final class Rebuilding {

  private Rebuilding() {}

  static Result run(RunningMocha mocha, Sizes sizes) throws IOException, InterruptedException {
    while (mocha.stored() < 4L * sizes.orders()) {
      mocha.send(mocha.nextDay(sizes.orders()));
    }
    mocha.awaitReports();
    double[] peers = new double[sizes.rounds()];
    double[] speeds = new double[sizes.rounds()];
    String used = "";
    var replay = new AxonReplay(mocha);
    rebuild(mocha);
    for (int round = 0; round < sizes.rounds(); round++) {
      peers[round] = replay.eventsPerSecond(Duration.ofSeconds(sizes.seconds()));
      try (var usage = Usage.of(mocha)) {
        speeds[round] = rebuild(mocha);
        used = usage.describe(speeds[round]);
      }
    }
    return new Result(
        "P7",
        String.format(Locale.ROOT, "rebuild of %,d events from Kafka", mocha.stored()),
        "150,000 events/s, 10x the peer",
        Results.rounds(speeds, "events/s"),
        Results.rounds(peers, "events/s by Axon's replay (pooled, 1,000 a batch, 4 segments)"),
        Results.ratio(Results.median(speeds), Results.median(peers)),
        used);
  }

  /** From the order to tables with their keys; what comes after is catching up and comparing. */
  private static double rebuild(RunningMocha mocha) {
    var generations = mocha.component(Generations.class);
    var action = new Action("benchmark", "P7");
    long events = mocha.stored();
    long begun = System.nanoTime();
    String name =
        mocha
            .component(Rebuilds.class)
            .start(new Order(Source.LOG, false, false, 0), action)
            .name();
    RunningMocha.await("the tables are filled", () -> state(generations, name) != State.BUILDING);
    double speed = events / ((System.nanoTime() - begun) / 1e9);
    RunningMocha.await("it is compared", () -> !state(generations, name).isInTheMaking());
    requireSame(generations.find(name).orElseThrow());
    generations.retire(name, DailyReportProjection.VERSION, action);
    return speed;
  }

  private static State state(Generations generations, String name) {
    return generations.find(name).orElseThrow().state();
  }

  /** A speed counts for nothing when figures or rows differ. */
  private static void requireSame(Generation generation) {
    if (generation.proof() == null || generation.proof().days() > 0) {
      throw new IllegalStateException("the generations differ: " + generation);
    }
  }
}
