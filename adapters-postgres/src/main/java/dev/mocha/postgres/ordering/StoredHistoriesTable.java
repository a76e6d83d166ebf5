package dev.mocha.postgres.ordering;

import dev.mocha.application.ordering.EventValidation;
import dev.mocha.application.ordering.StoredHistories;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.postgres.sql.BinaryCopy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.axonframework.common.IdentifierFactory;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Appends history in bulk to the event store and then to the operational tables, in the same order
 * as live commands, so that the two do not deadlock.
 */
public final class StoredHistoriesTable implements StoredHistories {

  private static final int ATTEMPTS = 5;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final OrdersTable orders;
  private final AppendNotifications notifications;
  private final Serializer serializer;
  private final EventValidation validation;
  private final Clock clock;
  private final String orderType;

  /**
   * @param clock the time of recording; the events hold the times of the history
   * @param orderType the aggregate type of orders in the event store
   */
  public StoredHistoriesTable(
      DataSource dataSource,
      TransactionTemplate transaction,
      OrdersTable orders,
      AppendNotifications notifications,
      Serializer serializer,
      EventValidation validation,
      Clock clock,
      String orderType) {
    this.jdbc = new JdbcTemplate(dataSource);
    this.transaction = transaction;
    this.orders = orders;
    this.notifications = notifications;
    this.serializer = serializer;
    this.validation = validation;
    this.clock = clock;
    this.orderType = orderType;
  }

  @Override
  public void extend(
      Collection<OrderId> orderIds,
      Function<Map<OrderId, List<OrderEvent>>, List<Extension>> change) {
    for (int attempt = 1; ; attempt++) {
      try {
        transaction.executeWithoutResult(_ -> append(change.apply(stored(orderIds))));
        return;
      } catch (DuplicateKeyException | PessimisticLockingFailureException concurrentWrite) {
        if (attempt == ATTEMPTS) {
          throw concurrentWrite;
        }
      }
    }
  }

  private Map<OrderId, List<OrderEvent>> stored(Collection<OrderId> orderIds) {
    var events = new HashMap<OrderId, List<OrderEvent>>();
    jdbc.query(
        """
        SELECT aggregate_id, payload_type, payload_revision, payload
        FROM events
        WHERE aggregate_id = ANY (?) AND aggregate_type = ?
        ORDER BY aggregate_id, sequence_number
        """,
        row -> {
          OrderEvent event = serializer.deserialize(EventStore.payload(row));
          events
              .computeIfAbsent(new OrderId(row.getString("aggregate_id")), _ -> new ArrayList<>())
              .add(event);
        },
        orderIds.stream().map(OrderId::value).toArray(String[]::new),
        orderType);
    return events;
  }

  private void append(List<Extension> extensions) {
    if (extensions.isEmpty()) {
      return;
    }
    notifications.notifyAfterCommit();
    var added = new ArrayList<PlacedOrder>();
    var changed = new ArrayList<PlacedOrder>();
    var appended = new ArrayList<Appended>();
    for (Extension extension : extensions) {
      (extension.stored().isEmpty() ? added : changed).add(fold(extension));
      long sequence = extension.stored().size();
      for (OrderEvent event : extension.added()) {
        appended.add(new Appended(event, sequence++));
      }
    }
    jdbc.execute(
        (ConnectionCallback<Void>)
            connection -> {
              copy(connection, appended);
              orders.write(connection, added, changed);
              return null;
            });
  }

  private record Appended(OrderEvent event, long sequence) {}

  private void copy(Connection connection, List<Appended> appended) throws SQLException {
    byte[] metadata = serializer.serialize(MetaData.emptyInstance(), byte[].class).getData();
    String now = clock.instant().toString();
    BinaryCopy.into(
        connection,
        """
        events (event_id, aggregate_type, aggregate_id, sequence_number, recorded_at, payload_type,
                payload_revision, payload, metadata, validated)
        """,
        10,
        appended,
        (row, it) -> {
          SerializedObject<byte[]> payload = serializer.serialize(it.event(), byte[].class);
          String id = IdentifierFactory.getInstance().generateIdentifier();
          validation.require(id, payload);
          row.text(id)
              .text(orderType)
              .text(it.event().orderId().value())
              .bigint(it.sequence())
              .text(now)
              .text(payload.getType().getName())
              .text(payload.getType().getRevision())
              .bytes(payload.getData())
              .bytes(metadata)
              .bool(true);
        });
  }

  private static PlacedOrder fold(Extension extension) {
    PlacedOrder order = null;
    for (List<OrderEvent> events : List.of(extension.stored(), extension.added())) {
      for (OrderEvent event : events) {
        order = order == null ? PlacedOrder.of((OrderPlaced) event) : order.after(event);
      }
    }
    return Objects.requireNonNull(order);
  }
}
