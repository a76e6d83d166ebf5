package dev.mocha.postgres.publishing;

import static dev.mocha.postgres.Columns.requiredInstant;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.publishing.PublishedCounts;
import dev.mocha.postgres.CountColumns;
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
            SELECT * FROM unnest(?, ?, ?::timestamptz[], ?, ?)
            ON CONFLICT (topic, partition, minute) DO UPDATE
            SET events = known.events + excluded.events,
                checksum = known.checksum + excluded.checksum
            """)
        .params(CountColumns.of(published))
        .update();
  }

  @Override
  public List<LogCount> unmarked() {
    return jdbc.sql(
            """
            SELECT topic, partition, minute, events, checksum
            FROM published_counts
            WHERE events <> marked_events
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

  /** Minutes of which nothing more can come are forgotten. */
  @Override
  public void marked(Collection<LogCount> counts) {
    if (counts.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            UPDATE published_counts AS known
            SET marked_events = marked.events
            FROM unnest(?, ?, ?::timestamptz[], ?, ?)
              AS marked (topic, partition, minute, events, checksum)
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
