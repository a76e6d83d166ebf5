package dev.mocha.postgres.streaming;

import static dev.mocha.postgres.sql.Columns.at;
import static dev.mocha.postgres.sql.Columns.instant;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.StreamOffsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The positions of one stream. A position moves only from where the consumer found it, and it moves
 * before the work begins: of two that take themselves for the owner of a partition, the second
 * waits for the first, finds it moved and does nothing.
 */
public final class StreamOffsetsTable implements StreamOffsets {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final String stream;
  private final StreamCountsTable counts;

  public StreamOffsetsTable(JdbcClient jdbc, TransactionTemplate transaction, String stream) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.stream = stream;
    this.counts = new StreamCountsTable(jdbc, stream);
  }

  @Override
  public String stream() {
    return stream;
  }

  /** Also notes the partitions that are new, so that the report knows what it waits for. */
  @Override
  public Map<LogPartition, Position> of(Collection<LogPartition> partitions) {
    return Availability.of(() -> stored(partitions));
  }

  private Map<LogPartition, Position> stored(Collection<LogPartition> partitions) {
    String[] topics = partitions.stream().map(LogPartition::topic).toArray(String[]::new);
    Integer[] numbers = partitions.stream().map(LogPartition::partition).toArray(Integer[]::new);
    jdbc.sql(
            """
            INSERT INTO stream_positions (stream, topic, partition, next_offset)
            SELECT ?, topic, partition, 0 FROM unnest(?, ?) AS known (topic, partition)
            ON CONFLICT (stream, topic, partition) DO NOTHING
            """)
        .params(stream, topics, numbers)
        .update();
    var positions = new HashMap<LogPartition, Position>();
    jdbc.sql(
            """
            SELECT topic, partition, next_offset, complete_to
            FROM stream_positions JOIN unnest(?, ?) AS wanted (topic, partition)
              USING (topic, partition)
            WHERE stream = ?
            """)
        .params(topics, numbers, stream)
        .query(
            row -> {
              positions.put(
                  new LogPartition(row.getString("topic"), row.getInt("partition")),
                  new Position(row.getLong("next_offset"), instant(row, "complete_to")));
            });
    return positions;
  }

  @Override
  public void advance(List<Advance> advances, Runnable work) {
    Availability.run(
        () ->
            transaction.executeWithoutResult(
                _ -> {
                  advances.stream()
                      .sorted(Comparator.comparing(Advance::partition))
                      .forEach(this::move);
                  advances.forEach(it -> counts.expect(it.expected(), it.completeTo()));
                  work.run();
                }));
  }

  @Override
  public long differences() {
    return Availability.of(counts::differences);
  }

  private void move(Advance advance) {
    int moved =
        jdbc.sql(
                """
                UPDATE stream_positions
                SET next_offset = ?, complete_to = greatest(complete_to, ?::timestamptz)
                WHERE stream = ? AND topic = ? AND partition = ? AND next_offset = ?
                """)
            .param(advance.to())
            .param(at(advance.completeTo()))
            .param(stream)
            .param(advance.partition().topic())
            .param(advance.partition().partition())
            .param(advance.from())
            .update();
    if (moved == 0) {
      throw new Overtaken(advance.partition(), advance.from());
    }
  }
}
