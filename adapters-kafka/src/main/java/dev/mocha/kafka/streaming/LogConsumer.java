package dev.mocha.kafka.streaming;

import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.Redelivery;
import dev.mocha.application.streaming.StreamDeadLetters;
import dev.mocha.application.streaming.StreamOffsets;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.streaming.BatchApplier.Keeping;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.boot.actuate.health.Health;

/**
 * The log consumer of one stream. Its threads share the partitions of the topics with those of
 * other processes; a partition is read from the position that is kept beside what the stream
 * writes, and each batch is applied in the transaction that moves the position. What fails for the
 * environment's reasons is tried again for as long as it takes; a record that fails for its own is
 * put among the dead letters, and later records of its sequence behind it.
 */
final class LogConsumer<T> implements Redelivery.Recipient {

  private final Source source;
  private final KafkaProperties properties;
  private final Keeping keeping;
  private final Target<T> target;
  private final ConsumerState state;
  private final ConsumerMeters meters;
  private final List<ConsumerThread<T>> threads = new ArrayList<>();
  private volatile boolean running;

  /**
   * What is read, and in which portions.
   *
   * @param group the consumer group
   * @param threads that share the partitions in this process
   * @param batchSize the most records of one transaction
   * @param gather how long the broker may wait for more records before it answers; zero for not at
   *     all
   * @param beginsLate whether the stream, when it is new, may begin after what the log has dropped
   */
  record Source(
      List<String> topics,
      String group,
      int threads,
      int batchSize,
      Duration gather,
      boolean beginsLate) {}

  LogConsumer(
      Source source,
      KafkaProperties properties,
      StreamOffsets positions,
      StreamDeadLetters letters,
      Target<T> target,
      MeterRegistry registry) {
    this.source = source;
    this.properties = properties;
    this.keeping = new Keeping(positions, letters, properties.consumer().heldUpSequences());
    this.target = target;
    this.state = new ConsumerState(Clock.systemUTC());
    this.meters = new ConsumerMeters(registry, positions.stream(), state);
  }

  /** The consumer that feeds Axon's event processors with Mocha's own events. */
  static LogConsumer<?> ofEvents(
      KafkaProperties properties,
      StreamOffsets positions,
      StreamDeadLetters letters,
      EventTarget target,
      MeterRegistry registry) {
    var consumer = properties.consumer();
    return new LogConsumer<>(
        new Source(
            List.of(properties.topics().orders(), properties.topics().merchants()),
            consumer.group() + "-" + positions.stream(),
            consumer.threads(),
            consumer.batchSize(),
            Duration.ZERO,
            false),
        properties,
        positions,
        letters,
        target,
        registry);
  }

  synchronized void start() {
    target.open();
    for (int number = 0; number < source.threads(); number++) {
      var thread =
          new ConsumerThread<>(
              stream() + "-" + number, source, properties, keeping, target, state, meters);
      threads.add(thread);
      thread.start();
    }
    running = true;
  }

  /** Ends after the batches at hand are applied. */
  synchronized void stop() {
    threads.forEach(ConsumerThread::finish);
    threads.forEach(ConsumerThread::await);
    threads.clear();
    running = false;
  }

  boolean isRunning() {
    return running;
  }

  @Override
  public String stream() {
    return keeping.positions().stream();
  }

  @Override
  public void receive(DeadLetter letter) {
    int largest = properties.consumer().maxRecordBytes();
    if (BatchApplier.read(target, DeadLetterRecords.record(letter), largest)
        instanceof Decoded.Content<T>(T value)) {
      target.apply(List.of(value));
    }
  }

  /** The topics that the broker has not got; they are read once it has. */
  Set<String> missingTopics() {
    return state.missing();
  }

  /** Down while a partition stands still or the database or the broker is away. */
  Health health() {
    return state.health();
  }
}
