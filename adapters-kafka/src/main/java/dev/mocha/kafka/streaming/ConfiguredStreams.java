package dev.mocha.kafka.streaming;

import static org.springframework.boot.actuate.health.Status.UP;

import dev.mocha.application.process.StartOrder;
import dev.mocha.application.streaming.Redelivery;
import dev.mocha.application.streaming.StreamDeadLetters;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamOffsets;
import dev.mocha.application.streaming.StreamOffsets.Unavailable;
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
 * The configured streams of this process, each with a consumer of its own. One whose table is not
 * as it must be stays down and tells why; one whose database is away is started again until it is
 * there; the others go on.
 */
public final class ConfiguredStreams implements Streams, SmartLifecycle, HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredStreams.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final List<Entry> entries = new ArrayList<>();
  private final EventConsumers reports;
  private final Map<String, String> failures = new ConcurrentSkipListMap<>();
  private final BrokerEndOffsets ends;
  private volatile boolean running;
  private @Nullable Thread starter;

  /** A stream and what is known of it; the report has no table of its own. */
  record Entry(
      LogConsumer<?> consumer,
      List<String> topics,
      @Nullable String table,
      StreamOffsets positions,
      StreamDeadLetters letters) {}

  /**
   * @param reports the streams of the report, which only show up in the list
   */
  public ConfiguredStreams(KafkaProperties properties, EventConsumers reports) {
    this.reports = reports;
    this.ends = new BrokerEndOffsets(properties);
  }

  /** Adds a stream. */
  public ConfiguredStreams with(
      StreamDefinition stream,
      int threads,
      @Nullable String hashKey,
      StreamTables tables,
      KafkaProperties properties,
      MeterRegistry registry) {
    StreamOffsets positions = tables.positions(stream.name());
    StreamDeadLetters letters = tables.deadLetters(stream.name());
    var consumer =
        new LogConsumer<>(
            new LogConsumer.Source(
                stream.topics(),
                "mocha-stream-" + stream.name(),
                threads,
                stream.batch().size(),
                stream.batch().time(),
                true),
            properties,
            positions,
            letters,
            new StreamTarget(stream, tables, hashKey),
            registry);
    entries.add(
        new Entry(consumer, stream.topics(), stream.table().toString(), positions, letters));
    return this;
  }

  @Override
  public synchronized void start() {
    failures.clear();
    running = true;
    List<LogConsumer<?>> waiting = startedInVain(entries.stream().map(Entry::consumer).toList());
    if (!waiting.isEmpty()) {
      starter = Thread.ofVirtual().name("streams-start").start(() -> startAgain(waiting));
    }
  }

  /** Starts them; those whose database is away are given back. */
  private List<LogConsumer<?>> startedInVain(List<LogConsumer<?>> consumers) {
    var waiting = new ArrayList<LogConsumer<?>>();
    for (LogConsumer<?> consumer : consumers) {
      String stream = consumer.stream();
      try {
        consumer.start();
        failures.remove(stream);
      } catch (Unavailable away) {
        LOG.warn("the stream {} waits: {}", stream, away.getMessage());
        failures.put(stream, String.valueOf(away.getMessage()));
        waiting.add(consumer);
      } catch (RuntimeException failed) {
        LOG.error("the stream {} is down", stream, failed);
        failures.put(stream, String.valueOf(failed.getMessage()));
      }
    }
    return waiting;
  }

  private void startAgain(List<LogConsumer<?>> consumers) {
    List<LogConsumer<?>> waiting = consumers;
    Duration pause = FIRST_PAUSE;
    try {
      while (running && !waiting.isEmpty()) {
        Thread.sleep(pause);
        waiting = running ? startedInVain(waiting) : waiting;
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
      }
    } catch (InterruptedException stopped) {
      LOG.debug("stopped before every stream was started");
    }
  }

  /** Nothing is started any more when this returns. */
  private void endStarting() {
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
  public synchronized void stop() {
    running = false;
    endStarting();
    entries.forEach(it -> it.consumer().stop());
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return StartOrder.STREAMS.phase();
  }

  @Override
  public Optional<Redelivery.Recipient> recipient(String stream) {
    return Stream.concat(reports.entries().stream(), entries.stream())
        .<Redelivery.Recipient>map(Entry::consumer)
        .filter(it -> it.stream().equals(stream))
        .findFirst();
  }

  @Override
  public List<Streams.Status> all() {
    return Stream.concat(reports.entries().stream(), entries.stream()).map(this::status).toList();
  }

  private Streams.Status status(Entry it) {
    String name = it.consumer().stream();
    String reason = reasonOf(it.consumer());
    State state =
        isDown(it.consumer())
            ? State.DOWN
            : it.consumer().isRunning() ? State.RUNNING : State.STOPPED;
    try {
      return new Streams.Status(
          name,
          it.topics(),
          it.table(),
          state,
          reason,
          it.letters().count(),
          it.positions().differences(),
          ends.partitions(it.topics(), it.positions()));
    } catch (BrokerEndOffsets.NotReachable away) {
      return new Streams.Status(
          name,
          it.topics(),
          it.table(),
          state,
          reason == null ? away.getMessage() : reason,
          it.letters().count(),
          it.positions().differences(),
          List.of());
    }
  }

  private boolean isDown(LogConsumer<?> consumer) {
    return failures.containsKey(consumer.stream()) || !consumer.health().getStatus().equals(UP);
  }

  /** Why a stream is down, or which topics it waits for. */
  private @Nullable String reasonOf(LogConsumer<?> consumer) {
    String failure = failures.get(consumer.stream());
    if (failure != null) {
      return failure;
    }
    Health health = consumer.health();
    if (!health.getStatus().equals(UP)) {
      return health.getDetails().toString();
    }
    Set<String> missing = consumer.missingTopics();
    return missing.isEmpty() ? null : "the broker has no topic " + String.join(", ", missing);
  }

  /** Down while one of them is. Tells the reason of each, and the topics that are waited for. */
  @Override
  public Health health() {
    var health = Health.up();
    for (Entry it : entries) {
      String reason = reasonOf(it.consumer());
      if (reason != null) {
        health.withDetail(it.consumer().stream(), reason);
      }
      if (isDown(it.consumer())) {
        health.down();
      }
    }
    return health.build();
  }
}
