package dev.mocha.benchmarks;

import dev.mocha.application.rebuilding.BulkTables;
import dev.mocha.application.rebuilding.EventHistory;
import dev.mocha.application.rebuilding.Rebuild;
import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * P7: a generation is built anew from the whole log, keys and summaries included; beside it Axon's
 * tuned replay of the same events from the event store.
 */
final class Rebuilding {

  private static final int THREADS = 2;
  private static final String GENERATION = "report_g9";

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
      requireSame(mocha);
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

  private static double rebuild(RunningMocha mocha) {
    JdbcClient reports = mocha.session("reports");
    reports.sql("DROP SCHEMA IF EXISTS " + GENERATION + " CASCADE").update();
    for (String table : new String[] {"stream_positions", "stream_counts"}) {
      reports.sql("DELETE FROM " + table + " WHERE stream = ?").param(GENERATION).update();
    }
    long events = mocha.stored();
    long begun = System.nanoTime();
    new Rebuild(mocha.component(EventHistory.class), mocha.component(BulkTables.class), THREADS)
        .run(GENERATION);
    return events / ((System.nanoTime() - begun) / 1e9);
  }

  /** A speed counts for nothing when rows differ. */
  private static void requireSame(RunningMocha mocha) {
    JdbcClient reports = mocha.session("reports");
    for (String table : new String[] {"orders", "days"}) {
      long differing =
          reports
              .sql(
                  """
                  SELECT count(*)
                  FROM %1$s.%3$s AS one FULL JOIN %2$s.%3$s AS other
                    ON %4$s
                  WHERE (one.*) IS DISTINCT FROM (other.*)
                  """
                      .formatted(
                          mocha.liveGeneration(),
                          GENERATION,
                          table,
                          "one.merchant_id = other.merchant_id AND one.business_date ="
                              + " other.business_date"
                              + (table.equals("orders")
                                  ? " AND one.order_id = other.order_id"
                                  : "")))
              .query(Long.class)
              .single();
      if (differing > 0) {
        throw new IllegalStateException(differing + " rows of " + table + " differ");
      }
    }
  }
}
