package dev.mocha.postgres.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.EventHistory;
import dev.mocha.application.rebuilding.LogEndOffsets;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.postgres.ordering.EventStore;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.axonframework.serialization.Serializer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All events of the event store. A part contains every n-th aggregate. The stream resumes from the
 * end offsets that the log had before the event store is read: it skips the events that it meets
 * again, and it misses none, because an event is in the event store before it is in the log.
 */
final class EventStoreHistory implements EventHistory {

  private static final String NAME = "event-store";

  /** Each part reads the whole table, so there are few; after a crash the finished ones remain. */
  private static final int PARTS = 4;

  private static final int FETCH_SIZE = 4_000;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final Serializer serializer;
  private final LogEndOffsets ends;

  /**
   * @param transaction on the same connections; a cursor needs one
   */
  EventStoreHistory(
      DataSource orders,
      TransactionTemplate transaction,
      Serializer serializer,
      LogEndOffsets ends) {
    this.jdbc = new JdbcTemplate(orders);
    this.jdbc.setFetchSize(FETCH_SIZE);
    this.transaction = transaction;
    this.serializer = serializer;
    this.ends = ends;
  }

  @Override
  public Extent extent(Map<LogPartition, Long> streamOffsets) {
    Map<LogPartition, Long> resumeFrom = ends.now();
    Long end =
        jdbc.queryForObject("SELECT coalesce(max(global_index) + 1, 0) FROM events", Long.class);
    long total = end == null ? 0 : end;
    return new Extent(
        IntStream.range(0, PARTS)
            .mapToObj(it -> new Part(new LogPartition(NAME, it), 0, Math.ceilDiv(total, PARTS)))
            .toList(),
        resumeFrom);
  }

  @Override
  public Reader open() {
    return (part, _, handler) -> read(part, handler);
  }

  private void read(Part part, Handler handler) {
    transaction.executeWithoutResult(
        _ ->
            jdbc.query(
                """
                SELECT sequence_number, payload_type, payload_revision, payload
                FROM events
                WHERE mod(hashtext(aggregate_id)::bigint + 2147483648, ?) = ?
                ORDER BY global_index
                """,
                row -> {
                  Object event = serializer.deserialize(EventStore.payload(row));
                  handle(event, row.getLong("sequence_number"), handler);
                },
                PARTS,
                part.partition().partition()));
  }

  private static void handle(Object event, long sequence, Handler handler) {
    switch (event) {
      case OrderEvent it -> handler.order(it, sequence, null);
      case MerchantEvent it -> handler.merchant(it, sequence, null);
      default -> throw new IllegalStateException("unknown event " + event.getClass());
    }
    handler.read(1);
  }
}
