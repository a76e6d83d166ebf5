package dev.mocha.benchmarks;

import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;
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

  static Result run(RunningMocha mocha, Sizes sizes) throws Exception {
    var readings = new SampleReadings(RECORDS_OF_AN_ORDER * sizes.orders());
    Floors.createTopic(mocha.brokers(), SampleReadings.TOPIC);
    readings.publish(mocha.brokers());
    Floors.stageReadings(mocha.database("reports"), readings.all());
    SmartLifecycle streams = mocha.lifecycle("streams");
    stream(mocha, streams, readings);
    Rounds rounds =
        Rounds.measure(
            mocha,
            sizes,
            () -> {
              streams.stop();
              return Floors.upserts(mocha.database("reports"), readings.all().size());
            },
            () -> stream(mocha, streams, readings),
            () -> {});
    return rounds.result(
        "P6",
        String.format(
            Locale.ROOT,
            "a stream of %,d CloudEvents into 10 columns, version guard, half updates",
            readings.all().size()),
        "55,000 records/s, 60% of the floor",
        rounds.speeds("records/s"),
        "rows/s upserted from a table within the database, 4,000 a commit");
  }

  private static double stream(
      RunningMocha mocha, SmartLifecycle streams, SampleReadings readings) {
    JdbcClient reports = mocha.session("reports");
    streams.stop();
    reports.sql("TRUNCATE stream_readings").update();
    reports.sql("DELETE FROM stream_offsets WHERE stream = ?").param(STREAM).update();
    streams.start();
    double speed = RunningMocha.perSecond(() -> read(reports), 0, readings.all().size());
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
