package dev.mocha.postgres.publishing;

import static dev.mocha.postgres.sql.Columns.requiredInstant;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.publishing.PublishedCounts;
import dev.mocha.postgres.rows.CountColumns;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code published_counts}, beside the outbox relay's position. */
final class PublishedCountsTable implements PublishedCounts {

  private final JdbcClient jdbc;

  PublishedCountsTable(JdbcClient orders) {
    this.jdbc = orders;
  }

  @Override
  public void add(Collection<LogCount> published) {
    jdbc.sql(
            """
            INSERT INTO published_counts AS known (topic, partition, minute, events, checksum)
            SELECT * FROM unnest(?, ?, ?::timestamptz[], ?, ?) ORDER BY 1, 2, 3
            ON CONFLICT (topic, partition, minute) DO UPDATE
            SET events = known.events + excluded.events,
                checksum = known.checksum + excluded.checksum
            """)
        .params(CountColumns.of(published))
        .update();
  }

  /** The oldest counts, as many as fit into a watermark. The next watermark reports the rest. */
  @Override
  public List<LogCount> unreported() {
    return jdbc.sql(
            """
            SELECT topic, partition, minute, events, checksum
            FROM published_counts
            WHERE events <> reported_events
            ORDER BY minute
            LIMIT 2000
            """)
        .query(
            (row, _) ->
                new LogCount(
                    new LogPartition(row.getString("topic"), row.getInt("partition")),
                    requiredInstant(row, "minute"),
                    row.getLong("events"),
                    row.getLong("checksum")))
        .list();
  }

  /**
   * Also deletes the counts of old minutes, which no longer change. Both statements lock rows in
   * the order of the key, so that relay and watermarks do not deadlock.
   */
  @Override
  public void reported(Collection<LogCount> counts) {
    if (counts.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            WITH reported AS (
              SELECT topic, partition, minute, watermark.events
              FROM published_counts
              JOIN unnest(?, ?, ?::timestamptz[], ?, ?)
                AS watermark (topic, partition, minute, events, checksum)
                USING (topic, partition, minute)
              ORDER BY topic, partition, minute
              FOR UPDATE OF published_counts)
            UPDATE published_counts AS known
            SET reported_events = reported.events
            FROM reported
            WHERE (known.topic, known.partition, known.minute)
                = (reported.topic, reported.partition, reported.minute)
            """)
        .params(CountColumns.of(counts))
        .update();
    jdbc.sql(
            """
            DELETE FROM published_counts
            WHERE minute < now() - interval '7 days' AND events = reported_events
            """)
        .update();
  }
}
