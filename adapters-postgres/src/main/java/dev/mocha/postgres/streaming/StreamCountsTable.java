package dev.mocha.postgres.streaming;

import static dev.mocha.postgres.sql.Columns.at;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.postgres.rows.CountColumns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many events of each minute the watermarks report as published, and how many the stream has
 * applied. Used within the transaction of the stream.
 */
public final class StreamCountsTable {

  private final JdbcClient jdbc;
  private final String stream;

  public StreamCountsTable(JdbcClient jdbc, String stream) {
    this.jdbc = jdbc;
    this.stream = stream;
  }

  /** Adds applied events. */
  public void apply(Collection<LogCount> applied) {
    if (!applied.isEmpty()) {
      jdbc.sql(
              """
              INSERT INTO stream_counts AS known
                (stream, topic, partition, minute, applied_events, applied_checksum)
              SELECT ?, * FROM unnest(?, ?, ?::timestamptz[], ?, ?)
              ON CONFLICT (stream, topic, partition, minute) DO UPDATE
              SET applied_events = known.applied_events + excluded.applied_events,
                  applied_checksum = known.applied_checksum + excluded.applied_checksum
              """)
          .param(stream)
          .params(CountColumns.of(applied))
          .update();
    }
  }

  /**
   * Stores counts of published events. A later count of a minute replaces an earlier one.
   *
   * @param reportedAt the time of the watermark
   */
  public void expect(List<LogCount> expected, @Nullable Instant reportedAt) {
    if (expected.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO stream_counts
              (stream, topic, partition, minute, expected_events, expected_checksum, reported_at)
            SELECT DISTINCT ON (topic, partition, minute)
              ?, topic, partition, minute, events, checksum, ?::timestamptz
            FROM unnest(?, ?, ?::timestamptz[], ?, ?)
              WITH ORDINALITY AS reported (topic, partition, minute, events, checksum, place)
            ORDER BY topic, partition, minute, place DESC
            ON CONFLICT (stream, topic, partition, minute) DO UPDATE
            SET expected_events = excluded.expected_events,
                expected_checksum = excluded.expected_checksum,
                reported_at = excluded.reported_at
            """)
        .param(stream)
        .param(at(reportedAt))
        .params(CountColumns.of(expected))
        .update();
  }

  /**
   * How many minutes differ. Events may be published between counting and writing a watermark, so
   * only minutes whose count has not changed for ten seconds of watermarks are compared, and only
   * those that the stream has counted from their beginning. Equal minutes are deleted a week after
   * the partition is complete for them.
   */
  long differences() {
    jdbc.sql(
            """
            DELETE FROM stream_counts AS known
            USING stream_offsets AS read
            WHERE known.stream = ?
              AND (read.stream, read.topic, read.partition)
                = (known.stream, known.topic, known.partition)
              AND known.minute < read.complete_to - interval '7 days'
              AND (expected_events, expected_checksum) = (applied_events, applied_checksum)
            """)
        .param(stream)
        .update();
    return jdbc.sql(
            """
            SELECT count(*)
            FROM stream_counts JOIN stream_offsets USING (stream, topic, partition)
            WHERE stream = ?
              AND minute >= coalesce(counted_from, minute)
              AND coalesce(reported_at, minute + interval '2 minutes') < complete_to - interval '10 s'
              AND (expected_events, expected_checksum) <> (applied_events, applied_checksum)
            """)
        .param(stream)
        .query(Long.class)
        .single();
  }
}
