package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.rebuilding.Rebuilding.PARTITION;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.rebuilding.EventHistory.Extent;
import dev.mocha.application.rebuilding.EventHistory.Handler;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.EventHistory.Reader;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.postgres.AnOrder;
import dev.mocha.postgres.NamedEvents;
import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.ordering.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class EventStoreHistoryTest {

  private static final int ORDERS = 40;

  @AutoClose private final TestDatabase database = TestDatabase.ofOrders();

  private final EventStorageEngine store = Stores.on(database);
  private Runnable onEnds = () -> {};
  private final EventStoreHistory history =
      new EventStoreHistory(
          database.dataSource(),
          database.transaction(),
          new NamedEvents(),
          () -> {
            onEnds.run();
            return Map.of(PARTITION, 7L);
          });

  /** Everything that was received over, in its order. */
  private static final class Received implements Handler {
    private final List<String> events = new ArrayList<>();
    private long read;

    @Override
    public void order(OrderEvent event, long sequence, @Nullable LogCount counted) {
      assertThat(counted).as("the log counts its own events").isNull();
      events.add("%s %d %s".formatted(event.orderId().value(), sequence, event));
    }

    @Override
    public void merchant(MerchantEvent event, long sequence, @Nullable LogCount counted) {
      events.add("%s %d %s".formatted(event.merchantId().value(), sequence, event));
    }

    @Override
    public void watermark(Instant completeTo, List<LogCount> published) {
      throw new AssertionError("the event store has no watermarks");
    }

    @Override
    public void read(long entries) {
      read += entries;
    }

    private static String aggregate(String event) {
      return event.substring(0, event.indexOf(' '));
    }
  }

  private Received read(Part part) {
    var received = new Received();
    try (Reader reader = history.open()) {
      reader.read(part, Set.of(), received);
    }
    return received;
  }

  private void append(String type, String id, long sequence, Object event) {
    store.appendEvents(new GenericDomainEventMessage<>(type, id, sequence, event));
  }

  /** Lives of orders side by side, and a merchant. */
  private List<String> stored() {
    var stored = new ArrayList<String>();
    var registered =
        new MerchantRegistered(
            AnOrder.MERCHANT, Instant.parse("2018-07-01T00:00:00Z"), AnOrder.TERMS);
    append("merchant", "m-1", 0, registered);
    stored.add("m-1 0 " + registered);
    for (int step = 0; step < 3; step++) {
      for (int number = 0; number < ORDERS; number++) {
        OrderEvent event = AnOrder.order("o-" + number).accepted(1).ready(2).events().get(step);
        append("order", "o-" + number, step, event);
        stored.add("o-%d %d %s".formatted(number, step, event));
      }
    }
    return stored;
  }

  @Test
  void every_event_is_in_one_part_and_those_of_an_order_are_in_order() {
    Map<String, List<String>> expected = byAggregate(stored());
    Extent extent = history.extent(Map.of());

    List<Received> parts = extent.parts().stream().map(this::read).toList();

    assertThat(parts).allSatisfy(it -> assertThat(it.events).isNotEmpty()).hasSize(4);
    assertThat(byAggregate(parts.stream().flatMap(it -> it.events.stream()).toList()))
        .isEqualTo(expected);
    assertThat(parts.stream().mapToLong(it -> byAggregate(it.events).size()).sum())
        .as("no order is in two parts")
        .isEqualTo(expected.size());
  }

  private static Map<String, List<String>> byAggregate(List<String> events) {
    return events.stream()
        .collect(groupingBy(Received::aggregate, TreeMap::new, mapping(it -> it, toList())));
  }

  @Test
  void progress_counts_events_and_the_parts_are_about_as_long() {
    int events = stored().size();
    Extent extent = history.extent(Map.of(PARTITION, 3L));

    assertThat(extent.parts().stream().mapToLong(it -> read(it).read).sum()).isEqualTo(events);
    assertThat(extent.parts().stream().mapToLong(Part::entries).sum())
        .isBetween((long) events, events + 5L);
    assertThat(extent.resumeFrom()).isEqualTo(Map.of(PARTITION, 7L));
  }

  @Test
  void what_is_stored_while_the_ends_are_frozen_is_not_lost() {
    onEnds = () -> append("order", "o-between", 0, AnOrder.order("o-between").events().getFirst());

    Extent extent = history.extent(Map.of());

    assertThat(extent.parts().stream().flatMap(it -> read(it).events.stream()))
        .extracting(Received::aggregate)
        .containsExactly("o-between");
  }

  @Test
  void an_empty_store_has_nothing_to_read() {
    assertThat(history.extent(Map.of()).parts())
        .allSatisfy(
            it -> {
              assertThat(it.entries()).isZero();
              assertThat(read(it).events).isEmpty();
            });
  }
}
