package dev.mocha.benchmarks;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.benchmarks.AxonReplay.Tuning;
import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * P5: the log consumer reads the whole log into empty report tables. The peer is Axon's tuned
 * replay of the same events from the event store.
 */
final class Projecting {

  private Projecting() {}

  static Result run(RunningMocha mocha, Sizes sizes) throws Exception {
    if (mocha.stored() < 4L * sizes.orders()) {
      mocha.send(mocha.nextDay(sizes.orders()));
    }
    mocha.awaitReports();
    mocha.holdConsumer();
    project(mocha);
    mocha.holdConsumer();
    var replay = new AxonReplay(mocha, Tuning.TUNED);
    Rounds rounds =
        Rounds.measure(
            mocha,
            sizes,
            () -> replay.eventsPerSecond(Duration.ofSeconds(sizes.seconds())),
            () -> project(mocha),
            () -> {
              mocha.holdConsumer();
              requireAllOrders(mocha);
            });
    mocha.releaseConsumer();
    return rounds.result(
        "P5",
        String.format(
            Locale.ROOT, "live projection of a backlog of %,d events from Kafka", mocha.stored()),
        "30,000 events/s, 2.5x the peer",
        rounds.speeds("events/s"),
        "events/s by Axon's replay (pooled, 1,000 a batch, 4 segments)");
  }

  private static double project(RunningMocha mocha) {
    mocha.forgetReports();
    Map<LogPartition, Long> ends = mocha.ends();
    long records = RunningMocha.records(ends);
    long events = mocha.stored();
    mocha.releaseConsumer();
    double recordsPerSecond = RunningMocha.perSecond(() -> mocha.consumed(ends), 0, records);
    return recordsPerSecond * events / records;
  }

  /** Speed has no meaning when rows are missing. */
  private static void requireAllOrders(RunningMocha mocha) {
    long placed = count(mocha.session("orders"), "orders");
    long projected = count(mocha.session("reports"), mocha.liveGeneration() + ".orders");
    if (projected != placed) {
      throw new IllegalStateException(projected + " orders are projected of " + placed);
    }
  }

  private static long count(JdbcClient jdbc, String table) {
    return jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }
}
