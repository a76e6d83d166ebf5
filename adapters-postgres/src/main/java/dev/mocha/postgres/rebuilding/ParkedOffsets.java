package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.sql.Columns.instant;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.postgres.streaming.StreamCountsTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The offsets of records that a generation has not applied: dead letters and discarded records. */
final class ParkedOffsets {

  private final JdbcClient jdbc;

  ParkedOffsets(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Set<Long> of(String generation, LogPartition partition) {
    return new HashSet<>(
        jdbc.sql(
                """
                SELECT log_offset FROM dead_letters
                WHERE stream = :generation AND topic = :topic AND partition = :partition
                UNION
                SELECT log_offset FROM dead_letter_actions
                WHERE stream = :generation AND topic = :topic AND partition = :partition
                  AND result = 'DISCARDED'
                """)
            .param("generation", generation)
            .param("topic", partition.topic())
            .param("partition", partition.partition())
            .query(Long.class)
            .list());
  }

  /**
   * Copies the dead letters and the discarded records of a part from the reference generation.
   * Discarded records count as applied.
   */
  void copy(String generation, Part part, String reference) {
    jdbc.sql(
            """
            INSERT INTO dead_letters
              (stream, topic, partition, log_offset, recorded_at, record_key, record_value, headers,
               sequence_key, reason, failure, waits, complete_to, parked_at)
            SELECT ?, topic, partition, log_offset, recorded_at, record_key, record_value, headers,
                   sequence_key, reason, failure, waits, complete_to, parked_at
            FROM dead_letters
            WHERE stream = ? AND topic = ? AND partition = ? AND log_offset < ?
            ORDER BY id
            ON CONFLICT (stream, topic, partition, log_offset) DO NOTHING
            """)
        .params(
            generation,
            reference,
            part.partition().topic(),
            part.partition().partition(),
            part.end())
        .update();
    List<LogCount> discarded =
        jdbc
            .sql(
                """
                INSERT INTO dead_letter_actions
                  (at, by, reason, dead_letter_id, stream, topic, partition, log_offset, sequence_key,
                   result, detail, minute, checksum)
                SELECT DISTINCT ON (log_offset)
                       at, by, reason, dead_letter_id, :generation, topic, partition, log_offset,
                       sequence_key, result, detail, minute, checksum
                FROM dead_letter_actions AS action
                WHERE (stream, topic, partition) = (:reference, :topic, :partition)
                  AND log_offset < :end AND result = 'DISCARDED'
                  AND NOT EXISTS (
                    SELECT FROM dead_letters AS dead_letter
                    WHERE (dead_letter.stream, dead_letter.topic, dead_letter.partition, dead_letter.log_offset)
                      = (:generation, action.topic, action.partition, action.log_offset))
                ORDER BY log_offset, id DESC
                RETURNING *
                """)
            .param("generation", generation)
            .param("reference", reference)
            .param("topic", part.partition().topic())
            .param("partition", part.partition().partition())
            .param("end", part.end())
            .query((row, _) -> Optional.ofNullable(counted(row, part.partition())))
            .list()
            .stream()
            .flatMap(Optional::stream)
            .toList();
    new StreamCountsTable(jdbc, generation).apply(LogCount.sum(discarded));
  }

  /** Null for a record that is not counted. */
  private static @Nullable LogCount counted(ResultSet row, LogPartition partition)
      throws SQLException {
    Instant minute = instant(row, "minute");
    return minute == null ? null : new LogCount(partition, minute, 1, row.getLong("checksum"));
  }
}
