package dev.mocha.benchmarks;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations;
import dev.mocha.application.rebuilding.RebuildControl;
import dev.mocha.application.rebuilding.RebuildRequest;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.benchmarks.AxonReplay.Tuning;
import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;
import java.time.Duration;
import java.util.Locale;

/**
 * P7: a generation is rebuilt from the whole log, keys and summaries included. The peer is Axon's
 * replay of the same events from the event store, tuned and stock. It runs afterwards, as it reads
 * ahead and keeps what it has read in memory.
 */
final class Rebuilding {

  private Rebuilding() {}

  static Result run(RunningMocha mocha, Sizes sizes) throws Exception {
    while (mocha.stored() < sizes.events()) {
      mocha.send(mocha.nextDay(sizes.orders()));
    }
    mocha.awaitReports();
    double[] speeds = new double[sizes.rounds()];
    String used = "";
    rebuild(mocha);
    for (int round = 0; round < sizes.rounds(); round++) {
      Filled filled = rebuild(mocha);
      speeds[round] = filled.speed();
      used = filled.used();
    }
    long live;
    try (var heap = new LiveHeap()) {
      rebuild(mocha);
      live = heap.mebibytes();
    }
    double[] peers = new double[sizes.rounds()];
    var duration = Duration.ofSeconds(sizes.seconds());
    var replay = new AxonReplay(mocha, Tuning.TUNED);
    for (int round = 0; round < sizes.rounds(); round++) {
      peers[round] = replay.eventsPerSecond(duration);
    }
    double stock = new AxonReplay(mocha, Tuning.STOCK).eventsPerSecond(duration);
    return new Result(
        "P7",
        String.format(Locale.ROOT, "rebuild of %,d events from Kafka", mocha.stored()),
        "150,000 events/s, 10x the peer",
        Results.rounds(speeds, "events/s"),
        "%s; stock %,.0f"
            .formatted(
                Results.rounds(
                    peers, "events/s by Axon's replay (pooled, 1,000 a batch, 4 segments)"),
                stock),
        Results.ratio(Results.median(speeds), Results.median(peers)),
        "at most %,d MiB alive in the heap, servers included; %s".formatted(live, used));
  }

  private record Filled(double speed, String used) {}

  /** The time from the request to tables with keys, without catching up and verification. */
  private static Filled rebuild(RunningMocha mocha) {
    var generations = mocha.component(Generations.class);
    var action = new RequestedBy("benchmark", "P7");
    long events = mocha.stored();
    long begun = System.nanoTime();
    String name =
        mocha
            .component(RebuildControl.class)
            .start(new RebuildRequest(Source.LOG, false, false, 0), action)
            .name();
    Filled filled;
    try (var usage = Usage.of(mocha)) {
      RunningMocha.await("the tables are filled", () -> state(generations, name) != State.BUILDING);
      double speed = events / ((System.nanoTime() - begun) / 1e9);
      filled = new Filled(speed, usage.describe(speed));
    }
    RunningMocha.await("it is compared", () -> !state(generations, name).isRebuilding());
    requireSame(generations.find(name).orElseThrow());
    generations.retire(name, DailyReportProjection.VERSION, false, action);
    return filled;
  }

  private static State state(Generations generations, String name) {
    return generations.find(name).orElseThrow().state();
  }

  /** Speed has no meaning when figures or rows differ. */
  private static void requireSame(Generation generation) {
    if (generation.verified() == null || generation.verified().differingDays() > 0) {
      throw new IllegalStateException("the generations differ: " + generation);
    }
  }
}
