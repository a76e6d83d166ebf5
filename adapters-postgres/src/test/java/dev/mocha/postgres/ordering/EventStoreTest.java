package dev.mocha.postgres.ordering;

import static dev.mocha.postgres.AnOrder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.postgres.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class EventStoreTest {

  private static final List<OrderEvent> LIFE = order("o-1").accepted(1_000).events();

  @AutoClose private final TestDatabase database = TestDatabase.ofOrders();

  private final EventStorageEngine store = Stores.on(database);

  @Test
  void an_order_reads_back_as_it_was_stored() {
    store.appendEvents(message(LIFE, 0), message(LIFE, 1));

    assertThat(store.readEvents("o-1").asStream().toList())
        .extracting(it -> it.getSequenceNumber(), it -> it.getPayload())
        .containsExactly(tuple(0L, LIFE.get(0)), tuple(1L, LIFE.get(1)));
    assertThat(store.lastSequenceNumberFor("o-1")).contains(1L);
  }

  @Test
  void events_are_stored_under_names_that_outlive_their_classes() {
    store.appendEvents(message(LIFE, 0), message(LIFE, 1));

    assertThat(
            database
                .jdbc()
                .sql(
                    """
                    SELECT concat_ws(' ', global_index, aggregate_type, aggregate_id,
                                     sequence_number, payload_type, payload_revision)
                    FROM events ORDER BY global_index
                    """)
                .query(String.class)
                .list())
        .containsExactly("1 order o-1 0 order-placed 2", "2 order o-1 1 order-accepted 1");
  }

  @Test
  void of_two_concurrent_placements_the_second_fails() {
    store.appendEvents(message(LIFE, 0));

    assertThatThrownBy(() -> store.appendEvents(message(LIFE, 0)))
        .isInstanceOf(AggregateStreamCreationException.class);
    assertThat(database.count("events")).isEqualTo(1);
  }

  @Test
  void of_two_decisions_on_the_same_state_the_second_fails() {
    store.appendEvents(message(LIFE, 0), message(LIFE, 1));

    assertThatThrownBy(() -> store.appendEvents(message(LIFE, 1)))
        .isInstanceOf(ConcurrencyException.class);
    assertThat(database.count("events")).isEqualTo(2);
  }

  @Test
  void a_transaction_in_flight_is_read_once_it_commits() {
    var inFlight = new TransactionInFlight(database);
    inFlight.work(() -> store.appendEvents(message(LIFE, 0)));
    List<OrderEvent> later = order("o-2").events();
    store.appendEvents(message(later, 0));

    List<? extends TrackedEventMessage<?>> first = read(null);
    assertThat(payloads(first)).containsExactly(later.get(0));

    inFlight.commit();
    assertThat(payloads(read(first.getLast().trackingToken()))).containsExactly(LIFE.get(0));
  }

  /** Why history is recorded with the time of its recording, not with its own. */
  @Test
  void an_event_that_is_recorded_with_an_old_time_would_hide_a_transaction_in_flight() {
    var inFlight = new TransactionInFlight(database);
    inFlight.work(() -> store.appendEvents(message(LIFE, 0)));
    OrderEvent old = order("o-2").events().getFirst();
    store.appendEvents(
        new GenericDomainEventMessage<>(
            "order", "o-2", 0, old, MetaData.emptyInstance(), "e-2", Instant.EPOCH));

    List<? extends TrackedEventMessage<?>> first = read(null);
    assertThat(payloads(first)).containsExactly(old);

    inFlight.commit();
    assertThat(read(first.getLast().trackingToken())).isEmpty();
  }

  @Test
  void a_transaction_that_is_rolled_back_blocks_no_reader() {
    var inFlight = new TransactionInFlight(database);
    inFlight.work(() -> store.appendEvents(message(LIFE, 0)));
    List<OrderEvent> later = order("o-2").accepted(1).events();
    store.appendEvents(message(later, 0));
    TrackingToken token = read(null).getLast().trackingToken();
    inFlight.rollBack();

    store.appendEvents(message(later, 1));

    assertThat(payloads(read(token))).containsExactly(later.get(1));
  }

  private List<? extends TrackedEventMessage<?>> read(@Nullable TrackingToken after) {
    try (var events = store.readEvents(after, false)) {
      return events.toList();
    }
  }

  private static List<Object> payloads(List<? extends TrackedEventMessage<?>> events) {
    return events.stream().<Object>map(TrackedEventMessage::getPayload).toList();
  }

  private static DomainEventMessage<?> message(List<OrderEvent> life, int sequence) {
    OrderEvent event = life.get(sequence);
    return new GenericDomainEventMessage<>(
        "order", event.orderId().value(), sequence, event, MetaData.emptyInstance());
  }
}
