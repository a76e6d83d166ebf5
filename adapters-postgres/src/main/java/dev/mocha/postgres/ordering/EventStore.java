package dev.mocha.postgres.ordering;

import dev.mocha.application.ordering.EventValidation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.postgresql.util.PSQLState;

/** Axon's event storage on the table {@code events}. */
public final class EventStore extends JdbcEventStorageEngine {

  public static final EventSchema EVENTS =
      EventSchema.builder()
          .eventTable("events")
          .globalIndexColumn("global_index")
          .eventIdentifierColumn("event_id")
          .typeColumn("aggregate_type")
          .aggregateIdentifierColumn("aggregate_id")
          .sequenceNumberColumn("sequence_number")
          .timestampColumn("recorded_at")
          .payloadTypeColumn("payload_type")
          .payloadRevisionColumn("payload_revision")
          .payloadColumn("payload")
          .metaDataColumn("metadata")
          .build();

  private final AppendNotifications notifications;

  private EventStore(Builder builder, AppendNotifications notifications) {
    super(builder);
    this.notifications = notifications;
  }

  public static EventStore on(
      ConnectionProvider connections,
      TransactionManager transactions,
      Serializer serializer,
      EventValidation validation,
      AppendNotifications notifications) {
    return new EventStore(
        builder()
            .connectionProvider(connections)
            .transactionManager(transactions)
            .eventSerializer(serializer)
            .snapshotSerializer(serializer)
            .schema(EVENTS)
            .persistenceExceptionResolver(EventStore::isUniqueViolation)
            .dataType(byte[].class)
            .appendEvents(
                (connection, _, _, events, with, _) ->
                    insert(connection, events, with, validation)),
        notifications);
  }

  /** Only valid events get into the batch, and the rows say so. */
  private static PreparedStatement insert(
      Connection connection,
      List<? extends EventMessage<?>> events,
      Serializer serializer,
      EventValidation validation)
      throws SQLException {
    PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO events (event_id, aggregate_type, aggregate_id, sequence_number, recorded_at,
                                payload_type, payload_revision, payload, metadata, validated)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, true)
            """);
    for (EventMessage<?> it : events) {
      var event = (DomainEventMessage<?>) it;
      SerializedObject<byte[]> payload = event.serializePayload(serializer, byte[].class);
      validation.require(event.getIdentifier(), payload);
      insert.setString(1, event.getIdentifier());
      insert.setString(2, event.getType());
      insert.setString(3, event.getAggregateIdentifier());
      insert.setLong(4, event.getSequenceNumber());
      insert.setString(5, event.getTimestamp().toString());
      insert.setString(6, payload.getType().getName());
      insert.setString(7, payload.getType().getRevision());
      insert.setBytes(8, payload.getData());
      insert.setBytes(9, event.serializeMetaData(serializer, byte[].class).getData());
      insert.addBatch();
    }
    return insert;
  }

  /** In the transaction of the unit of work, which also writes the operational tables. */
  @Override
  protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
    super.appendEvents(events, serializer);
    notifications.notifyAfterCommit();
  }

  /**
   * A concurrent write stored an event with this sequence number; Axon cannot detect that itself.
   */
  private static boolean isUniqueViolation(Exception failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && PSQLState.UNIQUE_VIOLATION.getState().equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** The serialized event in the columns of a row. */
  public static SerializedObject<byte[]> payload(ResultSet row) throws SQLException {
    return new SimpleSerializedObject<>(
        row.getBytes("payload"),
        byte[].class,
        new SimpleSerializedType(row.getString("payload_type"), row.getString("payload_revision")));
  }

  /** An order has a handful of events, so there are no snapshots. */
  @Override
  protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
    return Stream.empty();
  }
}
