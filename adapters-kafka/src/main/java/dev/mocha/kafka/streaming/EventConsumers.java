package dev.mocha.kafka.streaming;

import static org.springframework.boot.actuate.health.Status.UP;

import dev.mocha.application.streaming.EventStreams;
import dev.mocha.application.streaming.StreamDeadLetters;
import dev.mocha.application.streaming.StreamOffsets;
import dev.mocha.application.streaming.StreamTables;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.streaming.ConfiguredStreams.Entry;
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
 * The consumers that feed Axon's event processors with Mocha's own events, one for each generation
 * that is kept up to date, each in a group of its own.
 */
public final class EventConsumers implements EventStreams, HealthIndicator {

  private final KafkaProperties properties;
  private final StreamTables tables;
  private final Serializer serializer;
  private final Schemas schemas;
  private final MeterRegistry meters;
  private final List<String> topics;
  private final Map<String, Entry> open = new ConcurrentSkipListMap<>();
  private final Set<String> relied = ConcurrentHashMap.newKeySet();

  public EventConsumers(
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
    this.topics = List.of(properties.topics().orders(), properties.topics().merchants());
  }

  @Override
  public EventStream open(
      String name, Consumer<SubscribableMessageSource<? extends EventMessage<?>>> subscribe) {
    StreamOffsets positions = tables.positions(name);
    StreamDeadLetters letters = tables.deadLetters(name);
    var target = new EventTarget(serializer, schemas);
    subscribe.accept(target);
    LogConsumer<?> consumer = LogConsumer.ofEvents(properties, positions, letters, target, meters);
    consumer.start();
    open.put(name, new Entry(consumer, topics, null, positions, letters));
    return new EventStream() {
      @Override
      public void relyOn(boolean it) {
        if (it) {
          relied.add(name);
        } else {
          relied.remove(name);
        }
      }

      @Override
      public void close() {
        consumer.stop();
        open.remove(name);
        relied.remove(name);
        forgetMeters(name);
      }
    };
  }

  /** What is closed has no lag and no letters any more. */
  private void forgetMeters(String name) {
    meters.getMeters().stream()
        .filter(it -> name.equals(it.getId().getTag("stream")))
        .forEach(meters::remove);
  }

  /** Those that run now. */
  Collection<Entry> entries() {
    return List.copyOf(open.values());
  }

  /**
   * Down while one that readers rely on, or any while they rely on none, stands still or has no
   * database or broker. What the others say is told, too.
   */
  @Override
  public Health health() {
    var health = Health.up();
    for (Entry it : entries()) {
      String stream = it.consumer().stream();
      Health one = it.consumer().health();
      if (!one.getDetails().isEmpty()) {
        health.withDetail(stream, one.getDetails());
      }
      boolean counts = relied.isEmpty() || relied.contains(stream);
      if (counts && !one.getStatus().equals(UP)) {
        health.down();
      }
    }
    return health.build();
  }
}
