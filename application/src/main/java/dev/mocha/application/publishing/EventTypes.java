package dev.mocha.application.publishing;

import dev.mocha.domain.ordering.MerchantEvent.MerchantChanged;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.OrderEvent.OrderAccepted;
import dev.mocha.domain.ordering.OrderEvent.OrderCancelled;
import dev.mocha.domain.ordering.OrderEvent.OrderDelivered;
import dev.mocha.domain.ordering.OrderEvent.OrderPickedUp;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderEvent.OrderReady;
import dev.mocha.domain.ordering.OrderEvent.OrderRefunded;
import dev.mocha.domain.ordering.OrderEvent.OrderRejected;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The names by which events are stored and published. They outlive the classes. */
public final class EventTypes {

  /**
   * A stored and published type of event.
   *
   * @param revision the latest, in which events are written; revisions count from 1
   */
  public record EventType(String name, String revision, Class<?> payload) {

    private static EventType first(String name, Class<?> payload) {
      return new EventType(name, "1", payload);
    }
  }

  private static final List<EventType> ALL =
      List.of(
          new EventType("order-placed", "2", OrderPlaced.class),
          EventType.first("order-accepted", OrderAccepted.class),
          EventType.first("order-rejected", OrderRejected.class),
          EventType.first("order-ready", OrderReady.class),
          EventType.first("order-picked-up", OrderPickedUp.class),
          EventType.first("order-delivered", OrderDelivered.class),
          EventType.first("order-cancelled", OrderCancelled.class),
          EventType.first("order-refunded", OrderRefunded.class),
          EventType.first("merchant-registered", MerchantRegistered.class),
          EventType.first("merchant-changed", MerchantChanged.class));

  private static final Map<String, EventType> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(EventType::name, Function.identity()));

  private static final Map<Class<?>, EventType> BY_PAYLOAD =
      ALL.stream().collect(Collectors.toUnmodifiableMap(EventType::payload, Function.identity()));

  private EventTypes() {}

  public static List<EventType> all() {
    return ALL;
  }

  public static Optional<EventType> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  public static Optional<EventType> of(Class<?> payload) {
    return Optional.ofNullable(BY_PAYLOAD.get(payload));
  }
}
