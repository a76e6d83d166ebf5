package dev.mocha.postgres.rebuilding;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.sql.Columns;
import java.time.Instant;
import java.util.List;

/** What the database knows of the streams and tables of generations. */
final class StreamRows {

  private final TestDatabase database;

  StreamRows(TestDatabase database) {
    this.database = database;
  }

  /** Since when the events of each partition are counted. */
  List<String> countedFrom(String stream) {
    return texts(
        """
        SELECT CASE WHEN counted_from IS NULL THEN 'the beginning'
                    WHEN counted_from > clock_timestamp() THEN 'later' END
        FROM stream_offsets WHERE stream = ? ORDER BY topic, partition
        """,
        stream);
  }

  /** How far each partition is read, and complete. */
  List<String> positions(String stream) {
    return texts(
        """
        SELECT concat_ws(' ', topic || '-' || partition, next_offset,
                         coalesce(complete_to::text, 'null'))
        FROM stream_offsets WHERE stream = ? ORDER BY topic, partition
        """,
        stream);
  }

  /** What each minute of each partition expects and has. */
  List<String> counts(String stream) {
    return texts(
        """
        SELECT concat_ws(' ', topic || '-' || partition, sum(expected_events),
                         sum(expected_checksum), sum(applied_events), sum(applied_checksum))
        FROM stream_counts WHERE stream = ? GROUP BY topic, partition, minute
        ORDER BY topic, partition, minute
        """,
        stream);
  }

  /** A partition is read, and complete to a moment. */
  void complete(String stream, LogPartition partition, Instant to) {
    database
        .jdbc()
        .sql(
            """
            INSERT INTO stream_offsets (stream, topic, partition, next_offset, complete_to)
            VALUES (?, ?, ?, 100, ?)
            """)
        .params(stream, partition.topic(), partition.partition(), Columns.at(to))
        .update();
  }

  /** The offsets of dead letters. */
  List<Long> deadLetters(String stream) {
    return database
        .jdbc()
        .sql("SELECT log_offset FROM dead_letters WHERE stream = ? ORDER BY log_offset")
        .param(stream)
        .query(Long.class)
        .list();
  }

  /** Adds a dead letter. */
  void park(String stream, long offset) {
    database
        .jdbc()
        .sql(
            """
            INSERT INTO dead_letters (stream, topic, partition, log_offset, recorded_at, headers,
                                      reason, failure, waits)
            VALUES (?, 'mocha.orders', 0, ?, clock_timestamp(), '[]', 'broken', '', false)
            """)
        .params(stream, offset)
        .update();
  }

  /** A dead letter was given up. */
  void discard(String stream, long offset, LogCount counted) {
    database
        .jdbc()
        .sql(
            """
            INSERT INTO dead_letter_actions (by, reason, dead_letter_id, stream, topic, partition,
                                             log_offset, result, detail, minute, checksum)
            VALUES ('ops', 'broken', 1, ?, 'mocha.orders', 0, ?, 'DISCARDED', '', ?, ?)
            """)
        .params(stream, offset, Columns.at(counted.minute()), counted.checksum())
        .update();
  }

  /** The tables of a generation, with their partitions. */
  List<String> tablesOf(String generation) {
    return texts(
        """
        SELECT relname FROM pg_class
        WHERE relnamespace = to_regnamespace(?) AND relkind IN ('r', 'p') ORDER BY relname
        """,
        generation);
  }

  /** Of the tables and their partitions. */
  List<String> indexes(String generation) {
    return texts(
        """
        SELECT relname FROM pg_class JOIN pg_index ON indexrelid = oid
        WHERE relnamespace = to_regnamespace(?) AND indisvalid ORDER BY indisunique DESC, relname DESC
        """,
        generation);
  }

  private List<String> texts(String sql, String param) {
    return database.jdbc().sql(sql).param(param).query(String.class).list();
  }
}
