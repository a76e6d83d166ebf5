package dev.mocha.postgres.ordering;

import static dev.mocha.postgres.AnOrder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mocha.application.ordering.EventValidation;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.postgres.TestDatabase;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
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
  void an_event_that_violates_its_schema_is_refused_to_its_writer() {
    EventStorageEngine strict =
        Stores.on(
            database,
            (id, payload) -> {
              if (payload.getType().getName().equals("order-accepted")) {
                throw new EventValidation.Invalid("event " + id + " is invalid");
              }
            });

    assertThatThrownBy(() -> strict.appendEvents(message(LIFE, 0), message(LIFE, 1)))
        .hasStackTraceContaining("is invalid");
    assertThat(database.count("events")).isZero();
  }

  private static DomainEventMessage<?> message(List<OrderEvent> life, int sequence) {
    OrderEvent event = life.get(sequence);
    return new GenericDomainEventMessage<>(
        "order", event.orderId().value(), sequence, event, MetaData.emptyInstance());
  }
}
