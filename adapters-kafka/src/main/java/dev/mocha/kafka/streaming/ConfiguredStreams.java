package dev.mocha.kafka.streaming;

import static org.springframework.boot.actuate.health.Status.UP;

import dev.mocha.application.process.StartOrder;
import dev.mocha.application.streaming.Redelivery;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamOffsets.DatabaseUnavailable;
import dev.mocha.application.streaming.StreamTables;
import dev.mocha.application.streaming.Streams;
import dev.mocha.kafka.log.KafkaProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * The configured streams of this process, each with its own consumer. A stream whose table differs
 * from its definition stays down. A stream whose database is not available is started again until
 * it is. The other streams run.
 */
final class ConfiguredStreams implements Streams, SmartLifecycle, HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredStreams.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

  private final KafkaProperties properties;
  private final StreamTables tables;
  private final MeterRegistry meters;
  private final EventConsumers reports;
  private final BrokerEndOffsets endOffsets;
  private final List<LogConsumer<?>> consumers = new ArrayList<>();
  private final Map<String, String> failures = new ConcurrentSkipListMap<>();
  private volatile boolean running;
  private @Nullable Thread starter;

  /**
   * @param reports the streams of the report, which are listed here and run elsewhere
   */
  ConfiguredStreams(
      KafkaProperties properties,
      StreamTables tables,
      EventConsumers reports,
      MeterRegistry meters) {
    this.properties = properties;
    this.tables = tables;
    this.reports = reports;
    this.meters = meters;
    this.endOffsets = new BrokerEndOffsets(properties);
  }

  void add(StreamDefinition stream, int threads, @Nullable String hashKey) {
    consumers.add(
        new LogConsumer<>(
            new LogConsumer.Settings(
                stream.topics(),
                stream.table().toString(),
                "mocha-stream-" + stream.name(),
                threads,
                stream.batch().size(),
                stream.batch().linger(),
                true),
            properties,
            tables.offsets(stream.name()),
            tables.deadLetters(stream.name()),
            new TableSink(stream, tables, hashKey),
            meters));
  }

  @Override
  public synchronized void start() {
    failures.clear();
    running = true;
    List<LogConsumer<?>> waiting = start(consumers);
    if (!waiting.isEmpty()) {
      starter = Thread.ofVirtual().name("streams-start").start(() -> startAgain(waiting));
    }
  }

  /** Starts them and returns those whose database is not available. */
  private List<LogConsumer<?>> start(List<LogConsumer<?>> stopped) {
    var waiting = new ArrayList<LogConsumer<?>>();
    for (LogConsumer<?> consumer : stopped) {
      String stream = consumer.stream();
      try {
        consumer.start();
        failures.remove(stream);
      } catch (DatabaseUnavailable unavailable) {
        LOG.warn("the stream {} waits: {}", stream, unavailable.getMessage());
        failures.put(stream, String.valueOf(unavailable.getMessage()));
        waiting.add(consumer);
      } catch (RuntimeException failed) {
        LOG.error("the stream {} is down", stream, failed);
        failures.put(stream, String.valueOf(failed.getMessage()));
      }
    }
    return waiting;
  }

  private void startAgain(List<LogConsumer<?>> stopped) {
    List<LogConsumer<?>> waiting = stopped;
    Duration pause = FIRST_PAUSE;
    try {
      while (running && !waiting.isEmpty()) {
        Thread.sleep(pause);
        waiting = running ? start(waiting) : waiting;
        pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
      }
    } catch (InterruptedException interrupted) {
      LOG.debug("stopped before every stream was started");
    }
  }

  @Override
  public synchronized void stop() {
    running = false;
    awaitStarter();
    consumers.forEach(LogConsumer::stop);
  }

  private void awaitStarter() {
    Thread ending = starter;
    if (ending == null) {
      return;
    }
    ending.interrupt();
    try {
      ending.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    starter = null;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return StartOrder.STREAMS.phase();
  }

  private Stream<LogConsumer<?>> allConsumers() {
    return Stream.concat(reports.consumers().stream(), consumers.stream());
  }

  @Override
  public Optional<Redelivery.Recipient> recipient(String stream) {
    return allConsumers()
        .<Redelivery.Recipient>map(it -> it)
        .filter(it -> it.stream().equals(stream))
        .findFirst();
  }

  @Override
  public List<Streams.Status> all() {
    return allConsumers().map(this::status).toList();
  }

  private Streams.Status status(LogConsumer<?> it) {
    String reason = reasonOf(it);
    List<Partition> partitions = List.of();
    try {
      partitions = endOffsets.partitions(it.settings.topics(), it.offsets);
    } catch (BrokerEndOffsets.NotReachable unreachable) {
      reason = reason == null ? unreachable.getMessage() : reason;
    }
    return new Streams.Status(
        it.stream(),
        it.settings.topics(),
        it.settings.table(),
        isDown(it) ? State.DOWN : it.isRunning() ? State.RUNNING : State.STOPPED,
        reason,
        it.deadLetters.count(),
        it.offsets.differences(),
        partitions);
  }

  private boolean isDown(LogConsumer<?> consumer) {
    return failures.containsKey(consumer.stream()) || !consumer.health().getStatus().equals(UP);
  }

  /** Why a stream is down, or which topics it waits for; null for neither. */
  private @Nullable String reasonOf(LogConsumer<?> consumer) {
    String failure = failures.get(consumer.stream());
    if (failure != null) {
      return failure;
    }
    Health health = consumer.health();
    if (!health.getStatus().equals(UP)) {
      return health.getDetails().toString();
    }
    Set<String> missing = consumer.state.missingTopics();
    return missing.isEmpty() ? null : "the broker has no topic " + String.join(", ", missing);
  }

  /** Down while a stream is down. The details give the reason of each and name missing topics. */
  @Override
  public Health health() {
    var health = Health.up();
    for (LogConsumer<?> it : consumers) {
      String reason = reasonOf(it);
      if (reason != null) {
        health.withDetail(it.stream(), reason);
      }
      if (isDown(it)) {
        health.down();
      }
    }
    return health.build();
  }
}
