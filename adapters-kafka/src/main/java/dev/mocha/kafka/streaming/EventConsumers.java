package dev.mocha.kafka.streaming;

import static org.springframework.boot.actuate.health.Status.UP;

import dev.mocha.application.streaming.EventStreams;
import dev.mocha.application.streaming.StreamTables;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.logclient.Schemas;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.SubscribableMessageSource;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * The consumers that feed Axon's event processors with Mocha's own events: one for each generation
 * that is kept up to date, each in its own consumer group.
 */
final class EventConsumers implements EventStreams, HealthIndicator {

  private final KafkaProperties properties;
  private final StreamTables tables;
  private final Serializer serializer;
  private final Schemas schemas;
  private final MeterRegistry meters;
  private final Map<String, LogConsumer<?>> open = new ConcurrentSkipListMap<>();
  private final Set<String> affectingHealth = ConcurrentHashMap.newKeySet();

  EventConsumers(
      KafkaProperties properties,
      StreamTables tables,
      Serializer serializer,
      Schemas schemas,
      MeterRegistry meters) {
    this.properties = properties;
    this.tables = tables;
    this.serializer = serializer;
    this.schemas = schemas;
    this.meters = meters;
  }

  @Override
  public EventStream open(
      String name, Consumer<SubscribableMessageSource<? extends EventMessage<?>>> subscribe) {
    var sink = new EventSink(serializer, schemas);
    subscribe.accept(sink);
    LogConsumer<?> consumer =
        LogConsumer.ofEvents(
            properties, tables.offsets(name), tables.deadLetters(name), sink, meters);
    consumer.start();
    open.put(name, consumer);
    return new EventStream() {
      @Override
      public void affectHealth(boolean affects) {
        if (affects) {
          affectingHealth.add(name);
        } else {
          affectingHealth.remove(name);
        }
      }

      @Override
      public void close() {
        consumer.stop();
        open.remove(name);
        affectingHealth.remove(name);
        removeMeters(name);
      }
    };
  }

  private void removeMeters(String name) {
    meters.getMeters().stream()
        .filter(it -> name.equals(it.getId().getTag("stream")))
        .forEach(meters::remove);
  }

  /** The running consumers. */
  Collection<LogConsumer<?>> consumers() {
    return List.copyOf(open.values());
  }

  /**
   * Down while a stream that affects health is down; if none affects health, while any is. The
   * details name the others, too.
   */
  @Override
  public Health health() {
    var health = Health.up();
    for (LogConsumer<?> it : consumers()) {
      Health one = it.health();
      if (!one.getDetails().isEmpty()) {
        health.withDetail(it.stream(), one.getDetails());
      }
      boolean affects = affectingHealth.isEmpty() || affectingHealth.contains(it.stream());
      if (affects && !one.getStatus().equals(UP)) {
        health.down();
      }
    }
    return health.build();
  }
}
