package dev.mocha.postgres.streaming;

import static dev.mocha.postgres.Columns.at;

import dev.mocha.application.streaming.LogPartition;
import dev.mocha.application.streaming.ReadPositions;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The positions of one generation. A position moves only from where the consumer found it, and it
 * moves before the work begins: of two that take themselves for the owner of a partition, the
 * second waits for the first, finds it moved and does nothing.
 */
public final class PositionsTable implements ReadPositions {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final String table;

  /**
   * @param generation the schema
   */
  public PositionsTable(JdbcClient jdbc, TransactionTemplate transaction, String generation) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.table = generation + ".positions";
  }

  /** Also notes the partitions that are new, so that the report knows what it waits for. */
  @Override
  public Map<LogPartition, Long> of(Collection<LogPartition> partitions) {
    return Availability.of(() -> stored(partitions));
  }

  private Map<LogPartition, Long> stored(Collection<LogPartition> partitions) {
    String[] topics = partitions.stream().map(LogPartition::topic).toArray(String[]::new);
    Integer[] numbers = partitions.stream().map(LogPartition::partition).toArray(Integer[]::new);
    jdbc.sql(
            """
            INSERT INTO %s (topic, partition, next_offset)
            SELECT topic, partition, 0 FROM unnest(?, ?) AS known (topic, partition)
            ON CONFLICT (topic, partition) DO NOTHING
            """
                .formatted(table))
        .params(topics, numbers)
        .update();
    var positions = new HashMap<LogPartition, Long>();
    jdbc.sql(
            """
            SELECT topic, partition, next_offset
            FROM %s JOIN unnest(?, ?) AS wanted (topic, partition) USING (topic, partition)
            """
                .formatted(table))
        .params(topics, numbers)
        .query(
            row -> {
              positions.put(
                  new LogPartition(row.getString("topic"), row.getInt("partition")),
                  row.getLong("next_offset"));
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
                  work.run();
                }));
  }

  private void move(Advance advance) {
    int moved =
        jdbc.sql(
                """
                UPDATE %s
                SET next_offset = ?, complete_to = greatest(complete_to, ?::timestamptz)
                WHERE topic = ? AND partition = ? AND next_offset = ?
                """
                    .formatted(table))
            .param(advance.to())
            .param(at(advance.completeTo()))
            .param(advance.partition().topic())
            .param(advance.partition().partition())
            .param(advance.from())
            .update();
    if (moved == 0) {
      throw new Overtaken(advance.partition(), advance.from());
    }
  }
}
