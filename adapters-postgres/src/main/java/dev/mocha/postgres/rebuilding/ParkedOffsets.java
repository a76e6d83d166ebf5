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

/** The records of the log that generations have put aside: dead letters, and those given up. */
final class ParkedOffsets {

  private final JdbcClient jdbc;

  ParkedOffsets(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The offsets of a partition that a generation has not applied. */
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
   * Gives a generation the dead letters that another has of a part, and what it has given up, which
   * counts as applied.
   */
  void takeOver(String generation, Part part, String other) {
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
            generation, other, part.partition().topic(), part.partition().partition(), part.end())
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
                WHERE (stream, topic, partition) = (:other, :topic, :partition)
                  AND log_offset < :end AND result = 'DISCARDED'
                  AND NOT EXISTS (
                    SELECT FROM dead_letters AS dead_letter
                    WHERE (dead_letter.stream, dead_letter.topic, dead_letter.partition, dead_letter.log_offset)
                      = (:generation, action.topic, action.partition, action.log_offset))
                ORDER BY log_offset, id DESC
                RETURNING *
                """)
            .param("generation", generation)
            .param("other", other)
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

  /** Null for one that is not counted. */
  private static @Nullable LogCount counted(ResultSet row, LogPartition partition)
      throws SQLException {
    Instant minute = instant(row, "minute");
    return minute == null ? null : new LogCount(partition, minute, 1, row.getLong("checksum"));
  }
}
