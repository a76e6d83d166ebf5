package dev.mocha.kafka.streaming;

import dev.mocha.application.streaming.LogPartition;
import dev.mocha.application.streaming.ReadPositions;
import dev.mocha.kafka.KafkaProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.axonframework.common.Registration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.SubscribableMessageSource;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * The log consumer. Its threads share the partitions of the topics with those of other processes; a
 * partition is read from the position that the projection keeps, and each batch is handed to the
 * subscribers in the transaction that moves the position. What fails for the database's reasons is
 * tried again for as long as it takes; a record that fails for its own stops its partition.
 */
public final class LogConsumer
    implements SubscribableMessageSource<EventMessage<?>>, SmartLifecycle, HealthIndicator {

  private final KafkaProperties properties;
  private final ReadPositions positions;
  private final Serializer serializer;
  private final ConsumerMeters meters;
  private final List<Consumer<List<? extends EventMessage<?>>>> subscribers =
      new CopyOnWriteArrayList<>();
  private final Map<LogPartition, String> stopped = new ConcurrentSkipListMap<>();
  private final List<ConsumerThread> threads = new ArrayList<>();
  private volatile @Nullable String unavailable;
  private volatile boolean running;

  public LogConsumer(
      KafkaProperties properties,
      ReadPositions positions,
      Serializer serializer,
      MeterRegistry registry) {
    this.properties = properties;
    this.positions = positions;
    this.serializer = serializer;
    this.meters = new ConsumerMeters(registry, stopped);
  }

  @Override
  public Registration subscribe(Consumer<List<? extends EventMessage<?>>> subscriber) {
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  @Override
  public synchronized void start() {
    if (subscribers.isEmpty()) {
      throw new IllegalStateException("nobody has subscribed: events would be passed over");
    }
    for (int number = 0; number < properties.consumer().threads(); number++) {
      var thread =
          new ConsumerThread(
              number, properties, positions, new RecordDecoder(serializer), this, meters);
      threads.add(thread);
      thread.start();
    }
    running = true;
  }

  /** Ends after the batches at hand are applied. */
  @Override
  public synchronized void stop() {
    threads.forEach(ConsumerThread::finish);
    threads.forEach(ConsumerThread::await);
    threads.clear();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Starts after everything that subscribes, and stops before it. */
  @Override
  public int getPhase() {
    return 100;
  }

  void deliver(List<EventMessage<?>> events) {
    subscribers.forEach(it -> it.accept(events));
  }

  void stopped(LogPartition partition, String reason) {
    stopped.put(partition, reason);
  }

  void released(LogPartition partition) {
    stopped.remove(partition);
  }

  void available() {
    unavailable = null;
  }

  void unavailable(String reason) {
    unavailable = reason;
  }

  /** Down while a partition stands still or the database is away. */
  @Override
  public Health health() {
    String away = unavailable;
    if (away == null && stopped.isEmpty()) {
      return Health.up().build();
    }
    var health = Health.down();
    stopped.forEach((partition, reason) -> health.withDetail(partition.toString(), reason));
    return away == null ? health.build() : health.withDetail("waiting", away).build();
  }
}
