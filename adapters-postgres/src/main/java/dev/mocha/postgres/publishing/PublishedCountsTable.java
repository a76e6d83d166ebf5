package dev.mocha.postgres.publishing;

import static dev.mocha.postgres.sql.Columns.requiredInstant;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.publishing.PublishedCounts;
import dev.mocha.postgres.rows.CountColumns;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts what was published, beside the publisher's position. */
public final class PublishedCountsTable implements PublishedCounts {

  private final JdbcClient jdbc;

  public PublishedCountsTable(JdbcClient orders) {
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

  /** As many as a mark can hold, the oldest first; the rest is for the next mark. */
  @Override
  public List<LogCount> unmarked() {
    return jdbc.sql(
            """
            SELECT topic, partition, minute, events, checksum
            FROM published_counts
            WHERE events <> marked_events
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
   * Minutes of which nothing more can come are forgotten. Rows are locked in the order of the key,
   * here as above, so that publisher and marks wait for each other and do not deadlock.
   */
  @Override
  public void marked(Collection<LogCount> counts) {
    if (counts.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            WITH marked AS (
              SELECT topic, partition, minute, told.events
              FROM published_counts
              JOIN unnest(?, ?, ?::timestamptz[], ?, ?)
                AS told (topic, partition, minute, events, checksum)
                USING (topic, partition, minute)
              ORDER BY topic, partition, minute
              FOR UPDATE OF published_counts)
            UPDATE published_counts AS known
            SET marked_events = marked.events
            FROM marked
            WHERE (known.topic, known.partition, known.minute)
                = (marked.topic, marked.partition, marked.minute)
            """)
        .params(CountColumns.of(counts))
        .update();
    jdbc.sql(
            """
            DELETE FROM published_counts
            WHERE minute < now() - interval '7 days' AND events = marked_events
            """)
        .update();
  }
}
