package dev.mocha.postgres.publishing;

import static dev.mocha.postgres.sql.Columns.requiredInstant;

import dev.mocha.application.publishing.Outbox;
import dev.mocha.application.publishing.OutboxEvent;
import dev.mocha.postgres.ordering.AppendNotifications;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code outbox_relay} and the events that became visible after the snapshot in it. The
 * process that holds the lock publishes, until its transaction or its session ends. The lock is an
 * advisory one: a step without events then writes nothing.
 *
 * <p>Within a batch, events are in the order of the index. That keeps the order of an aggregate: a
 * writer appends the next event of an aggregate only after it has read the one before. So that one
 * was committed, and visible to every snapshot that shows the next one, before the next one took
 * its index.
 */
final class OutboxTable implements Outbox {

  private static final String COLUMNS =
      """
      SELECT global_index, event_id, aggregate_type, aggregate_id, sequence_number, recorded_at,
             payload_type, payload_revision, payload, metadata, validated
      FROM events
      """;

  /**
   * Every transaction that the first snapshot does not show and the second one does. The condition
   * on transaction 3 lets PostgreSQL use the index.
   */
  private static final String BETWEEN =
      """
      WHERE transaction_id > '3'
        AND (transaction_id >= pg_snapshot_xmax(:published::pg_snapshot)
          OR transaction_id = ANY (ARRAY(SELECT pg_snapshot_xip(:published::pg_snapshot))))
        AND pg_visible_in_snapshot(transaction_id, :publishing::pg_snapshot)
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final AppendNotifications notifications;

  OutboxTable(
      JdbcClient orders, TransactionTemplate transaction, AppendNotifications notifications) {
    this.jdbc = orders;
    this.transaction = transaction;
    this.notifications = notifications;
  }

  /** A snapshot that is being published in several batches, and the last index of them. */
  private record Part(String snapshot, Instant at, long afterIndex) {}

  private record Position(String published, @Nullable Part part, long watermarks) {}

  private record Snapshot(String text, Instant at, long lastIndex) {}

  /** The events that one snapshot shows and an older one does not. */
  private record Size(int events, long firstIndex) {}

  @Override
  public Step publishNext(int maximum, Consumer<List<OutboxEvent>> publish) {
    Step step =
        transaction.execute(
            _ -> hasTurn() ? publishFrom(position(), maximum, publish) : new Step.Elsewhere());
    return Objects.requireNonNull(step);
  }

  /** A statement of its own: the next one then reads the position that the last turn committed. */
  private boolean hasTurn() {
    return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtext('outbox relay'))")
        .query(Boolean.class)
        .single();
  }

  private Position position() {
    return jdbc.sql(
            """
            SELECT published::text, publishing::text, publishing_at, after_index, watermarks
            FROM outbox_relay
            """)
        .query(
            (row, _) ->
                new Position(
                    row.getString("published"),
                    row.getString("publishing") == null
                        ? null
                        : new Part(
                            row.getString("publishing"),
                            requiredInstant(row, "publishing_at"),
                            row.getLong("after_index")),
                    row.getLong("watermarks")))
        .single();
  }

  private Step publishFrom(Position position, int maximum, Consumer<List<OutboxEvent>> publish) {
    if (position.part() != null) {
      return publishPart(position, position.part(), maximum, publish);
    }
    Snapshot now = now();
    Size size = size(position.published(), now.text());
    if (size.events() > maximum) {
      var first = new Part(now.text(), now.at(), size.firstIndex() - 1);
      return publishPart(position, first, maximum, publish);
    }
    if (size.events() > 0) {
      commitWithoutDisk();
      publish.accept(all(position.published(), now.text()));
      moveTo(now.text());
    }
    return new Step.Complete(size.events(), now.at(), now.lastIndex(), position.watermarks());
  }

  private Step publishPart(
      Position position, Part part, int maximum, Consumer<List<OutboxEvent>> publish) {
    List<StoredEvent> events = after(position.published(), part, maximum);
    if (events.isEmpty()) {
      moveTo(part.snapshot());
      var next = new Position(part.snapshot(), null, position.watermarks());
      return publishFrom(next, maximum, publish);
    }
    commitWithoutDisk();
    publish.accept(List.copyOf(events));
    long lastIndex = events.getLast().index();
    if (events.size() < maximum) {
      moveTo(part.snapshot());
      return new Step.Complete(events.size(), part.at(), lastIndex, position.watermarks());
    }
    jdbc.sql(
            "UPDATE outbox_relay SET publishing = ?::pg_snapshot, publishing_at = ?::timestamptz,"
                + " after_index = ?")
        .params(part.snapshot(), part.at().toString(), lastIndex)
        .update();
    return new Step.Partial(events.size());
  }

  /**
   * PostgreSQL takes the statement's time before its snapshot, so the snapshot shows every commit
   * before that time.
   */
  private Snapshot now() {
    return jdbc.sql(
            """
            SELECT pg_current_snapshot()::text AS snapshot, statement_timestamp() AS at,
                   (SELECT coalesce(max(global_index), -1) FROM events) AS last_index
            """)
        .query(
            (row, _) ->
                new Snapshot(
                    row.getString("snapshot"),
                    requiredInstant(row, "at"),
                    row.getLong("last_index")))
        .single();
  }

  private Size size(String published, String publishing) {
    return jdbc.sql(
            "SELECT count(*) AS events, min(global_index) AS first_index FROM events\n" + BETWEEN)
        .param("published", published)
        .param("publishing", publishing)
        .query((row, _) -> new Size(row.getInt("events"), row.getLong("first_index")))
        .single();
  }

  private List<OutboxEvent> all(String published, String publishing) {
    return jdbc.sql(COLUMNS + BETWEEN + "ORDER BY global_index")
        .param("published", published)
        .param("publishing", publishing)
        .<OutboxEvent>query((row, _) -> new StoredEvent(row))
        .list();
  }

  /** Follows the primary key: the condition on the snapshots is only a filter. */
  private List<StoredEvent> after(String published, Part part, int maximum) {
    return jdbc.sql(
            COLUMNS
                + """
                WHERE global_index > :after
                  AND NOT pg_visible_in_snapshot(transaction_id, :published::pg_snapshot)
                  AND pg_visible_in_snapshot(transaction_id, :publishing::pg_snapshot)
                ORDER BY global_index
                LIMIT :maximum
                """)
        .param("after", part.afterIndex())
        .param("published", published)
        .param("publishing", part.snapshot())
        .param("maximum", maximum)
        .query((row, _) -> new StoredEvent(row))
        .list();
  }

  /**
   * A commit that a crash of the server loses only repeats a batch. So it does not wait for the
   * disk, which the commits of commands need.
   */
  private void commitWithoutDisk() {
    jdbc.sql("SET LOCAL synchronous_commit = off").update();
  }

  private void moveTo(String snapshot) {
    jdbc.sql(
            """
            UPDATE outbox_relay
            SET published = ?::pg_snapshot, publishing = NULL, publishing_at = NULL,
                after_index = NULL
            """)
        .param(snapshot)
        .update();
  }

  @Override
  public long countWatermark() {
    return jdbc.sql("UPDATE outbox_relay SET watermarks = watermarks + 1 RETURNING watermarks")
        .query(Long.class)
        .single();
  }

  @Override
  public void awaitAppend(Duration maximum) {
    notifications.await(maximum);
  }

  /** A row of the event store. */
  private static final class StoredEvent extends GenericDomainEventEntry<byte[]>
      implements OutboxEvent {

    private final long index;
    private final boolean isValidated;

    private StoredEvent(ResultSet row) throws SQLException {
      super(
          row.getString("aggregate_type"),
          row.getString("aggregate_id"),
          row.getLong("sequence_number"),
          row.getString("event_id"),
          row.getString("recorded_at"),
          row.getString("payload_type"),
          row.getString("payload_revision"),
          row.getBytes("payload"),
          row.getBytes("metadata"));
      this.index = row.getLong("global_index");
      this.isValidated = row.getBoolean("validated");
    }

    @Override
    public boolean isValidated() {
      return isValidated;
    }

    long index() {
      return index;
    }
  }
}
