package dev.mocha.kafka.streaming;

import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.Redelivery;
import dev.mocha.application.streaming.StreamDeadLetters;
import dev.mocha.application.streaming.StreamOffsets;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.streaming.decoding.Decoded;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;

/**
 * The log consumer of one stream. Its threads share the partitions of the topics with those of
 * other processes. A partition is read from the stored offset, and each batch is applied in the
 * transaction that moves the offset. Failures of the database or the broker are retried without
 * limit; an invalid record becomes a dead letter and blocks later records of its sequence.
 */
final class LogConsumer<T> implements Redelivery.Recipient {

  final Settings settings;
  final KafkaProperties properties;
  final StreamOffsets offsets;
  final StreamDeadLetters deadLetters;
  final Sink<T> sink;
  final ConsumerState state;
  final ConsumerMeters meters;
  private final List<ConsumerThread<T>> threads = new ArrayList<>();
  private volatile boolean running;

  /**
   * What is read and how.
   *
   * @param table that the stream writes; null for the report, which has several
   * @param group the consumer group
   * @param threads that share the partitions in this process
   * @param batchSize the most records of a transaction
   * @param linger how long the broker may wait for more records before it answers
   * @param startsLate whether a new stream may start after records that the log has deleted
   */
  record Settings(
      List<String> topics,
      @Nullable String table,
      String group,
      int threads,
      int batchSize,
      Duration linger,
      boolean startsLate) {}

  LogConsumer(
      Settings settings,
      KafkaProperties properties,
      StreamOffsets offsets,
      StreamDeadLetters deadLetters,
      Sink<T> sink,
      MeterRegistry registry) {
    this.settings = settings;
    this.properties = properties;
    this.offsets = offsets;
    this.deadLetters = deadLetters;
    this.sink = sink;
    this.state = new ConsumerState(Clock.systemUTC());
    this.meters = new ConsumerMeters(registry, offsets.stream(), state);
  }

  /** The consumer that feeds Axon's event processors with Mocha's own events. */
  static LogConsumer<?> ofEvents(
      KafkaProperties properties,
      StreamOffsets offsets,
      StreamDeadLetters deadLetters,
      EventSink sink,
      MeterRegistry registry) {
    var consumer = properties.consumer();
    return new LogConsumer<>(
        new Settings(
            List.of(properties.topics().orders(), properties.topics().merchants()),
            null,
            consumer.group() + "-" + offsets.stream(),
            consumer.threads(),
            consumer.batchSize(),
            Duration.ZERO,
            false),
        properties,
        offsets,
        deadLetters,
        sink,
        registry);
  }

  synchronized void start() {
    sink.open();
    for (int number = 0; number < settings.threads(); number++) {
      var thread = new ConsumerThread<>(this, stream() + "-" + number);
      threads.add(thread);
      thread.start();
    }
    running = true;
  }

  /** Stops after the current batches are applied. */
  synchronized void stop() {
    threads.forEach(ConsumerThread::finish);
    threads.forEach(ConsumerThread::await);
    threads.clear();
    running = false;
  }

  /** Down while a partition is stopped or the database or the broker is not available. */
  Health health() {
    return state.health();
  }

  boolean isRunning() {
    return running;
  }

  @Override
  public String stream() {
    return offsets.stream();
  }

  @Override
  public void receive(DeadLetter deadLetter) {
    int maxBytes = properties.consumer().maxRecordBytes();
    if (BatchApplier.decode(sink, DeadLetterRecords.record(deadLetter), maxBytes)
        instanceof Decoded.Content<T>(T value)) {
      sink.apply(List.of(value));
    }
  }
}
