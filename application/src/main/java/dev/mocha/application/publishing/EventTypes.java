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

  /** A stored and published type of event. */
  public record EventType(String name, String revision, Class<?> payload) {}

  private static final List<EventType> ALL =
      List.of(
          new EventType("order-placed", "1", OrderPlaced.class),
          new EventType("order-accepted", "1", OrderAccepted.class),
          new EventType("order-rejected", "1", OrderRejected.class),
          new EventType("order-ready", "1", OrderReady.class),
          new EventType("order-picked-up", "1", OrderPickedUp.class),
          new EventType("order-delivered", "1", OrderDelivered.class),
          new EventType("order-cancelled", "1", OrderCancelled.class),
          new EventType("order-refunded", "1", OrderRefunded.class),
          new EventType("merchant-registered", "1", MerchantRegistered.class),
          new EventType("merchant-changed", "1", MerchantChanged.class));

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
