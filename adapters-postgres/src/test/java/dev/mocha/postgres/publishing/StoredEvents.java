package dev.mocha.postgres.publishing;

import static dev.mocha.postgres.AnOrder.order;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.ordering.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;

/** Appends events to the event store, in as many transactions at a time as a test needs. */
final class StoredEvents implements AutoCloseable {

  static final Instant RECORDED_AT = Instant.parse("2018-07-26T05:12:33.123456Z");

  private final TestDatabase database;
  private final List<Connection> open = new ArrayList<>();

  StoredEvents(TestDatabase database) {
    this.database = database;
  }

  /** A transaction of another writer. */
  final class Writer {

    private final Connection connection;

    private Writer() {
      try {
        connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
      } catch (SQLException failed) {
        throw new IllegalStateException(failed);
      }
      open.add(connection);
    }

    /** Appends an event whose id is made of its aggregate and its number. */
    void append(String aggregate, long sequence) {
      try (var statement =
          connection.prepareStatement(
              """
              INSERT INTO events (event_id, aggregate_type, aggregate_id, sequence_number,
                                  recorded_at, payload_type, payload_revision, payload, metadata)
              VALUES (?, 'order', ?, ?, ?, 'order-placed', '2', ?, ?)
              """)) {
        statement.setString(1, aggregate + "-" + sequence);
        statement.setString(2, aggregate);
        statement.setLong(3, sequence);
        statement.setString(4, RECORDED_AT.toString());
        statement.setBytes(5, "{}".getBytes(UTF_8));
        statement.setBytes(6, "{}".getBytes(UTF_8));
        statement.executeUpdate();
      } catch (SQLException failed) {
        throw new IllegalStateException(failed);
      }
    }

    void commit() {
      end(Connection::commit);
    }

    void rollBack() {
      end(Connection::rollback);
    }

    private void end(End end) {
      try (connection) {
        end.of(connection);
        connection.setAutoCommit(true);
      } catch (SQLException failed) {
        throw new IllegalStateException(failed);
      }
      open.remove(connection);
    }
  }

  private interface End {
    void of(Connection connection) throws SQLException;
  }

  Writer begin() {
    return new Writer();
  }

  /** Appends an event in a transaction of its own. */
  void append(String aggregate, long sequence) {
    Writer writer = begin();
    writer.append(aggregate, sequence);
    writer.commit();
  }

  /** Appends as the application does. */
  void appendByAxon(String orderId) {
    Stores.on(database)
        .appendEvents(
            new GenericDomainEventMessage<>(
                "order", orderId, 0, order(orderId).events().getFirst(), MetaData.emptyInstance()));
  }

  @Override
  public void close() {
    for (Connection it : open) {
      try (it) {
        it.rollback();
      } catch (SQLException failed) {
        throw new IllegalStateException(failed);
      }
    }
  }
}
