package dev.mocha.postgres.streaming;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.postgres.CountColumns;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a stream is told to expect, and what it has applied. Used within its transaction. */
public final class StreamCountsTable {

  private final JdbcClient jdbc;
  private final String stream;

  public StreamCountsTable(JdbcClient jdbc, String stream) {
    this.jdbc = jdbc;
    this.stream = stream;
  }

  /** Adds to what was applied. */
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
          .params(parameters(applied))
          .update();
    }
  }

  /** The later of two counts of a minute holds. Minutes that agree are forgotten after a week. */
  void expect(List<LogCount> expected) {
    if (expected.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO stream_counts
              (stream, topic, partition, minute, expected_events, expected_checksum)
            SELECT DISTINCT ON (topic, partition, minute) ?, topic, partition, minute, events, checksum
            FROM unnest(?, ?, ?::timestamptz[], ?, ?)
              WITH ORDINALITY AS told (topic, partition, minute, events, checksum, place)
            ORDER BY topic, partition, minute, place DESC
            ON CONFLICT (stream, topic, partition, minute) DO UPDATE
            SET expected_events = excluded.expected_events,
                expected_checksum = excluded.expected_checksum
            """)
        .params(parameters(expected))
        .update();
    jdbc.sql(
            """
            DELETE FROM stream_counts
            WHERE stream = ? AND minute < now() - interval '7 days'
              AND (expected_events, expected_checksum) = (applied_events, applied_checksum)
            """)
        .param(stream)
        .update();
  }

  /**
   * The minutes that differ. Events of the last minutes may have been published after the counts of
   * the last mark were taken and before it was written, so these are left out.
   */
  long differences() {
    return jdbc.sql(
            """
            SELECT count(*)
            FROM stream_counts JOIN stream_positions USING (stream, topic, partition)
            WHERE stream = ? AND minute < complete_to - interval '2 minutes'
              AND (expected_events, expected_checksum) <> (applied_events, applied_checksum)
            """)
        .param(stream)
        .query(Long.class)
        .single();
  }

  private List<Object> parameters(Collection<LogCount> counts) {
    return Stream.concat(Stream.of(stream), CountColumns.of(counts).stream()).toList();
  }
}
