package dev.mocha.postgres.ordering;

import static dev.mocha.postgres.AnOrder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mocha.application.ordering.StoredHistories.Extension;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.postgres.AnOrder;
import dev.mocha.postgres.NamedEvents;
import dev.mocha.postgres.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StoredHistoriesTest {

  private static final OrderId ID = new OrderId("o-1");
  private static final List<OrderEvent> LIFE = life().events();

  @AutoClose private final TestDatabase database = TestDatabase.ofOrders();

  private final OrdersTable orders = new OrdersTable(database.jdbc());
  private final EventStorageEngine store = Stores.on(database);
  private final StoredHistoriesTable histories =
      new StoredHistoriesTable(
          database.dataSource(),
          database.transaction(),
          orders,
          Stores.notifications(database),
          new NamedEvents(),
          (_, _) -> {},
          Clock.systemUTC(),
          "order");

  private static AnOrder life() {
    return order("o-1").note("🍜").accepted(1_000).ready(2_000).cancelled(3_000, "customer", null);
  }

  @Test
  void events_and_operational_rows_are_added_together() {
    AnOrder other = order("o-2").discount(1).fees(2, 3).delivered(10).refunded(11, 12);
    List<OrderEvent> others = other.events();

    histories.extend(
        List.of(ID, new OrderId("o-2")),
        stored -> {
          assertThat(stored).isEmpty();
          return List.of(extension(List.of(), LIFE), extension(List.of(), others));
        });

    assertThat(storedOf("o-1")).isEqualTo(LIFE);
    assertThat(storedOf("o-2")).isEqualTo(others);
    assertThat(orders.find(ID)).contains(life().order());
    assertThat(orders.find(new OrderId("o-2"))).contains(other.order());
  }

  @Test
  void a_longer_history_adds_its_new_events() {
    List<OrderEvent> begun = LIFE.subList(0, 2);
    histories.extend(List.of(ID), _ -> List.of(extension(List.of(), begun)));

    histories.extend(
        List.of(ID),
        stored -> {
          assertThat(stored).isEqualTo(Map.of(ID, begun));
          return List.of(extension(begun, LIFE.subList(2, 4)));
        });

    assertThat(storedOf("o-1")).isEqualTo(LIFE);
    assertThat(orders.find(ID)).contains(life().order());
  }

  @Test
  void a_repeated_history_changes_nothing() {
    histories.extend(List.of(ID), stored -> news(stored));
    histories.extend(List.of(ID), stored -> news(stored));

    assertThat(storedOf("o-1")).isEqualTo(LIFE);
    assertThat(database.count("orders")).isEqualTo(1);
    assertThat(database.count("order_items")).isEqualTo(1);
  }

  @Test
  void of_two_concurrent_imports_one_is_stored_and_the_other_decides_again() {
    var bothHaveRead = new CyclicBarrier(2);
    var decisions = new AtomicInteger();
    Runnable appending =
        () ->
            histories.extend(
                List.of(ID),
                stored -> {
                  if (decisions.incrementAndGet() <= 2) {
                    meet(bothHaveRead);
                  }
                  return news(stored);
                });

    CompletableFuture.allOf(
            CompletableFuture.runAsync(appending, task -> Thread.ofPlatform().start(task)),
            CompletableFuture.runAsync(appending, task -> Thread.ofPlatform().start(task)))
        .join();

    assertThat(decisions).hasValue(3);
    assertThat(storedOf("o-1")).isEqualTo(LIFE);
    assertThat(orders.find(ID)).contains(life().order());
    assertThat(database.count("order_items")).isEqualTo(1);
  }

  @Test
  void the_next_attempt_reads_a_concurrent_live_command() {
    histories.extend(List.of(ID), _ -> List.of(extension(List.of(), LIFE.subList(0, 1))));
    var knownSizes = new ArrayList<Integer>();

    histories.extend(
        List.of(ID),
        stored -> {
          List<OrderEvent> known = stored.getOrDefault(ID, List.of());
          knownSizes.add(known.size());
          if (known.size() == 1) {
            CompletableFuture.runAsync(() -> store.appendEvents(message(LIFE, 1))).join();
          }
          return List.of(extension(known, LIFE.subList(known.size(), 4)));
        });

    assertThat(knownSizes).containsExactly(1, 2);
    assertThat(storedOf("o-1")).isEqualTo(LIFE);
  }

  @Test
  void a_failed_append_leaves_nothing() {
    List<OrderEvent> unspeakable = order("o-2").note("a\0b").events();

    assertThatThrownBy(
            () ->
                histories.extend(
                    List.of(ID),
                    _ -> List.of(extension(List.of(), LIFE), extension(List.of(), unspeakable))))
        .isInstanceOf(RuntimeException.class);
    assertThatThrownBy(
            () ->
                histories.extend(
                    List.of(ID),
                    _ -> {
                      throw new IllegalStateException("a bug");
                    }))
        .hasMessage("a bug");

    assertThat(database.count("events")).isZero();
    assertThat(database.count("orders")).isZero();
    assertThat(database.count("order_items")).isZero();
  }

  @Test
  void an_empty_change_adds_nothing() {
    histories.extend(List.of(ID), _ -> List.of());

    assertThat(database.count("events")).isZero();
  }

  /** Recorded with its own time, the history would have the reader give up the gap. */
  @Test
  void history_of_years_ago_hides_no_transaction_in_flight() {
    Instant before = Instant.now();
    var inFlight = new TransactionInFlight(database);
    List<OrderEvent> live = order("o-2").events();
    inFlight.work(() -> store.appendEvents(message(live, 0)));

    histories.extend(List.of(ID), stored -> news(stored));

    List<? extends TrackedEventMessage<?>> first = store.readEvents(null, false).toList();
    assertThat(first)
        .hasSize(4)
        .allSatisfy(it -> assertThat(it.getTimestamp()).isAfterOrEqualTo(before));
    inFlight.commit();
    assertThat(
            store
                .readEvents(first.getLast().trackingToken(), false)
                .<Object>map(TrackedEventMessage::getPayload))
        .containsExactly(live.getFirst());
  }

  private static List<Extension> news(Map<OrderId, List<OrderEvent>> stored) {
    List<OrderEvent> known = stored.getOrDefault(ID, List.of());
    return known.size() == LIFE.size()
        ? List.of()
        : List.of(extension(known, LIFE.subList(known.size(), LIFE.size())));
  }

  private static Extension extension(List<OrderEvent> stored, List<OrderEvent> news) {
    return new Extension(news.getFirst().orderId(), stored, news);
  }

  /** As the aggregate would read them, with their numbers from 0. */
  private List<Object> storedOf(String orderId) {
    var events = store.readEvents(orderId).asStream().toList();
    assertThat(events)
        .extracting(it -> it.getType(), it -> it.getSequenceNumber())
        .containsExactlyElementsOf(
            java.util.stream.LongStream.range(0, events.size())
                .mapToObj(sequence -> tuple("order", sequence))
                .toList());
    return events.stream().<Object>map(it -> it.getPayload()).toList();
  }

  private static GenericDomainEventMessage<OrderEvent> message(
      List<OrderEvent> life, int sequence) {
    OrderEvent event = life.get(sequence);
    return new GenericDomainEventMessage<>(
        "order", event.orderId().value(), sequence, event, MetaData.emptyInstance());
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(10, java.util.concurrent.TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
