package dev.mocha.benchmarks;

import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;
import java.sql.SQLException;
import java.util.Locale;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * P6: a configured stream of CloudEvents into a table of ten columns with a version guard, half of
 * the records updates. The floor is the same upserts within the database, from a table that already
 * holds the rows.
 */
final class Streaming {

  private static final int RECORDS_OF_AN_ORDER = 6;
  private static final String STREAM = "readings";

  private Streaming() {}

  static Result run(RunningMocha mocha, Sizes sizes) throws InterruptedException, SQLException {
    var readings = new SampleReadings(RECORDS_OF_AN_ORDER * sizes.orders());
    Floors.createTopic(mocha.brokers(), SampleReadings.TOPIC);
    readings.publish(mocha.brokers());
    Floors.stageReadings(mocha.database("reports"), readings.all());
    SmartLifecycle streams = mocha.lifecycle("streams");
    stream(mocha, streams, readings);
    double[] floors = new double[sizes.rounds()];
    double[] speeds = new double[sizes.rounds()];
    String used = "";
    for (int round = 0; round < sizes.rounds(); round++) {
      streams.stop();
      floors[round] = Floors.upserts(mocha.database("reports"), readings.all().size());
      try (var usage = Usage.of(mocha)) {
        speeds[round] = stream(mocha, streams, readings);
        used = usage.describe(speeds[round]);
      }
    }
    return new Result(
        "P6",
        String.format(
            Locale.ROOT,
            "a stream of %,d CloudEvents into 10 columns, version guard, half updates",
            readings.all().size()),
        "55,000 records/s, 60% of the floor",
        Results.rounds(speeds, "records/s"),
        Results.rounds(floors, "rows/s upserted from a table within the database, 4,000 a commit"),
        Results.ratio(Results.median(speeds), Results.median(floors)),
        used);
  }

  private static double stream(
      RunningMocha mocha, SmartLifecycle streams, SampleReadings readings) {
    JdbcClient reports = mocha.session("reports");
    streams.stop();
    reports.sql("TRUNCATE stream_readings").update();
    reports.sql("DELETE FROM stream_offsets WHERE stream = ?").param(STREAM).update();
    streams.start();
    double speed = Progress.perSecond(() -> read(reports), 0, readings.all().size());
    long rows = reports.sql("SELECT count(*) FROM stream_readings").query(Long.class).single();
    if (rows != readings.sensors()) {
      throw new IllegalStateException(rows + " rows of " + readings.sensors() + " sensors");
    }
    return speed;
  }

  private static long read(JdbcClient reports) {
    return reports
        .sql("SELECT coalesce(sum(next_offset), 0) FROM stream_offsets WHERE stream = ?")
        .param(STREAM)
        .query(Long.class)
        .single();
  }
}
