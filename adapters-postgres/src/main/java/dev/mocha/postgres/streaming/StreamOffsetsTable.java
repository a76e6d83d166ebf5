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
 * The offsets of one stream. An offset moves only from the value that the consumer knows, and it
 * moves before the work: if two consumers both believe that they own a partition, the second waits
 * for the first, finds the offset moved and does nothing.
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

  /** Also stores new partitions, so that completeTo waits for them. */
  @Override
  public Map<LogPartition, Offset> of(Collection<LogPartition> partitions) {
    return Availability.of(() -> stored(partitions));
  }

  private Map<LogPartition, Offset> stored(Collection<LogPartition> partitions) {
    String[] topics = partitions.stream().map(LogPartition::topic).toArray(String[]::new);
    Integer[] numbers = partitions.stream().map(LogPartition::partition).toArray(Integer[]::new);
    jdbc.sql(
            """
            INSERT INTO stream_offsets (stream, topic, partition, next_offset)
            SELECT ?, topic, partition, 0 FROM unnest(?, ?) AS known (topic, partition)
            ON CONFLICT (stream, topic, partition) DO NOTHING
            """)
        .params(stream, topics, numbers)
        .update();
    var offsets = new HashMap<LogPartition, Offset>();
    jdbc.sql(
            """
            SELECT topic, partition, next_offset, complete_to
            FROM stream_offsets JOIN unnest(?, ?) AS wanted (topic, partition)
              USING (topic, partition)
            WHERE stream = ?
            """)
        .params(topics, numbers, stream)
        .query(
            row -> {
              offsets.put(
                  new LogPartition(row.getString("topic"), row.getInt("partition")),
                  new Offset(row.getLong("next_offset"), instant(row, "complete_to")));
            });
    return offsets;
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
                UPDATE stream_offsets
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
