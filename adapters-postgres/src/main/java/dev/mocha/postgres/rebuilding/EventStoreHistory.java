package dev.mocha.postgres.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.EventHistory;
import dev.mocha.application.rebuilding.LogEndOffsets;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All events out of the event store. A part holds every so-manieth aggregate. The stream goes on
 * from where the log ended before the store is read, so that it meets again what is in both and
 * passes it over; it misses nothing, because the log holds nothing that is not in the store before.
 */
public final class EventStoreHistory implements EventHistory {

  private static final String NAME = "event-store";

  /** Each part reads the whole table: few, but more than one, to go on with after a crash. */
  private static final int PARTS = 4;

  private static final int FETCHED = 4_000;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final Serializer serializer;
  private final LogEndOffsets ends;

  /**
   * @param transaction on the same connections; a cursor needs one
   */
  public EventStoreHistory(
      DataSource orders,
      TransactionTemplate transaction,
      Serializer serializer,
      LogEndOffsets ends) {
    this.jdbc = new JdbcTemplate(orders);
    this.jdbc.setFetchSize(FETCHED);
    this.transaction = transaction;
    this.serializer = serializer;
    this.ends = ends;
  }

  @Override
  public Extent extent(Map<LogPartition, Long> taken) {
    Map<LogPartition, Long> goOn = ends.now();
    Long end =
        jdbc.queryForObject("SELECT coalesce(max(global_index) + 1, 0) FROM events", Long.class);
    long total = end == null ? 0 : end;
    return new Extent(
        IntStream.range(0, PARTS)
            .mapToObj(it -> new Part(new LogPartition(NAME, it), 0, Math.ceilDiv(total, PARTS)))
            .toList(),
        goOn);
  }

  @Override
  public Reading open() {
    return new Reading() {
      @Override
      public void read(Part part, Set<Long> aside, Reader reader) {
        EventStoreHistory.this.read(part, reader);
      }

      @Override
      public void close() {}
    };
  }

  private void read(Part part, Reader reader) {
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
                  Object event =
                      serializer.deserialize(
                          new SimpleSerializedObject<>(
                              row.getBytes("payload"),
                              byte[].class,
                              new SimpleSerializedType(
                                  row.getString("payload_type"),
                                  row.getString("payload_revision"))));
                  hand(event, row.getLong("sequence_number"), reader);
                },
                PARTS,
                part.partition().partition()));
  }

  private static void hand(Object event, long sequence, Reader reader) {
    switch (event) {
      case OrderEvent it -> reader.order(it, sequence, null);
      case MerchantEvent it -> reader.merchant(it, sequence, null);
      default -> throw new IllegalStateException("no event of Mocha: " + event.getClass());
    }
    reader.passed(1);
  }
}
