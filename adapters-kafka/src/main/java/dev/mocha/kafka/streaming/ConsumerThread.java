package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.StreamOffsets.Advance;
import dev.mocha.application.streaming.StreamOffsets.Overtaken;
import dev.mocha.application.streaming.StreamOffsets.Position;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.streaming.BatchApplier.Keeping;
import dev.mocha.kafka.streaming.ConsumerState.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One member of a consumer group. Everything happens on its own thread, rebalances too. */
final class ConsumerThread<T> implements ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerThread.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration DRAIN = Duration.ofSeconds(30);

  private static final long COMPARISON_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long REPORT_NANOS = Duration.ofSeconds(1).toNanos();

  private final KafkaConsumer<byte[], byte[]> kafka;
  private final LogConsumer.Source source;
  private final Keeping keeping;
  private final BatchApplier<T> applier;
  private final ConsumerState state;
  private final ConsumerMeters meters;
  private final BrokerContact contact;
  private final MissingTopics missingTopics;
  private final Thread thread;
  private final AssignedPartitions assigned;

  private boolean announced;
  private boolean cutOff;
  private Duration pause = FIRST_PAUSE;
  private long reportedAt;
  private @Nullable Instant lastRead;
  private volatile boolean finishing;

  ConsumerThread(
      String name,
      LogConsumer.Source source,
      KafkaProperties properties,
      Keeping keeping,
      Target<T> target,
      ConsumerState state,
      ConsumerMeters meters) {
    this.kafka = new KafkaConsumer<>(ConsumerConfiguration.of(name, source, properties));
    this.contact = new BrokerContact(kafka, properties.consumer().sessionTimeout());
    this.missingTopics = new MissingTopics(kafka, source.topics(), state);
    this.source = source;
    this.keeping = keeping;
    this.state = state;
    this.meters = meters;
    this.applier =
        new BatchApplier<>(
            keeping, target, properties.consumer().maxRecordBytes(), this::stop, meters);
    this.thread = Thread.ofPlatform().name("log-consumer-" + name).unstarted(this::run);
    this.assigned = new AssignedPartitions(thread.getName(), kafka, state);
  }

  void start() {
    thread.start();
  }

  /** Asks the thread to end after the batch at hand. */
  void finish() {
    finishing = true;
    kafka.wakeup();
  }

  void await() {
    try {
      if (!thread.join(DRAIN)) {
        LOG.warn("{} has not ended within {}", thread.getName(), DRAIN);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (kafka) {
      kafka.subscribe(source.topics(), this);
      while (!finishing) {
        try {
          turn();
        } catch (WakeupException asked) {
          LOG.debug("woken up");
        } catch (OffsetOutOfRangeException lost) {
          lost.offsetOutOfRangePartitions()
              .forEach(
                  (partition, offset) ->
                      stop(
                          LogPartitions.of(partition),
                          offset,
                          "the log does not hold this position any more",
                          lost));
        } catch (RuntimeException failed) {
          putOff(failed);
        }
      }
    } catch (RuntimeException | Error failed) {
      LOG.error("{} ended with an error; its partitions go to others", thread.getName(), failed);
      state.waits(thread.getName(), thread.getName() + " has ended: " + failed);
    }
    state.ended(thread.getName());
    LOG.info("{} has ended", thread.getName());
  }

  private void turn() {
    assigned.tryAgainWhatStandsStill();
    position();
    var polled = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    kafka.poll(POLL).forEach(polled::add);
    polled.removeIf(it -> assigned.isHeld(LogPartitions.of(it)));
    if (!polled.isEmpty()) {
      apply(polled);
      lastRead = Instant.ofEpochMilli(polled.getLast().timestamp());
    }
    report();
  }

  private void apply(List<ConsumerRecord<byte[], byte[]>> polled) {
    try {
      applier.apply(polled);
      state.goesOn(thread.getName());
      pause = FIRST_PAUSE;
      polled.forEach(it -> assigned.proceeds(LogPartitions.of(it)));
    } catch (Overtaken elsewhere) {
      LOG.info("{}; its position is read again", elsewhere.getMessage());
      assigned.readAgain(polled);
    } catch (RuntimeException failed) {
      assigned.readAgain(polled);
      throw failed;
    }
  }

  private void putOff(RuntimeException failed) {
    LOG.warn("{} waits {} ms: {}", thread.getName(), pause.toMillis(), failed.toString());
    LOG.debug("the reason to wait", failed);
    state.waits(thread.getName(), String.valueOf(failed.getMessage()));
    meters.retries.increment();
    long until = System.nanoTime() + pause.toNanos();
    kafka.pause(kafka.assignment());
    while (!finishing && System.nanoTime() < until) {
      keepMembership();
    }
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    assigned.resume();
  }

  /**
   * A member that does not poll is taken for dead; with all partitions paused it gets no records.
   */
  private void keepMembership() {
    try {
      kafka.poll(Duration.ofMillis(100));
    } catch (WakeupException asked) {
      LOG.debug("woken up");
    } catch (RuntimeException failed) {
      LOG.debug("no broker while waiting", failed);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private void position() {
    Set<TopicPartition> unpositioned = assigned.unpositioned();
    if (unpositioned.isEmpty()) {
      return;
    }
    if (!announced) {
      keeping.positions().of(allPartitions());
      announced = true;
    }
    Map<LogPartition, Position> stored = keeping.positions().of(LogPartitions.of(unpositioned));
    for (TopicPartition partition : unpositioned) {
      LogPartition known = LogPartitions.of(partition);
      Position position = begun(partition, stored.getOrDefault(known, Position.BEGINNING));
      kafka.seek(partition, position.next());
      applier.startAt(known, position);
    }
    assigned.positioned();
    state.goesOn(thread.getName());
  }

  /**
   * A stream that is new begins with what the log still holds. One for which that would be a loss
   * stands still instead.
   */
  private Position begun(TopicPartition partition, Position stored) {
    if (stored.next() > 0 || !source.beginsLate()) {
      return stored;
    }
    long first = kafka.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    if (first == 0) {
      return stored;
    }
    LogPartition known = LogPartitions.of(partition);
    LOG.warn("{} begins at offset {}: the log does not hold what was before", known, first);
    keeping.positions().advance(List.of(new Advance(known, 0, first, null, List.of())), () -> {});
    return new Position(first, null);
  }

  private void stop(LogPartition partition, long offset, String reason, Exception cause) {
    assigned.stop(partition, offset, reason, cause);
  }

  private void report() {
    if (System.nanoTime() - reportedAt < REPORT_NANOS) {
      return;
    }
    reportedAt = System.nanoTime();
    noticeBroker();
    if (!cutOff) {
      missingTopics.look();
    }
    long lag = 0;
    Instant watermark = Instant.MAX;
    for (TopicPartition partition : kafka.assignment()) {
      lag += kafka.currentLag(partition).orElse(0);
      Instant completeTo = applier.completeTo(LogPartitions.of(partition));
      watermark =
          watermark == null || completeTo == null || completeTo.isAfter(watermark)
              ? (completeTo == null ? null : watermark)
              : completeTo;
    }
    state.progress(
        thread.getName(),
        new Progress(lag, lastRead, Instant.MAX.equals(watermark) ? null : watermark));
    state.letters(keeping.letters().count());
    if (state.isTimeToCompare(COMPARISON_NANOS)) {
      state.differences(keeping.positions().differences());
    }
    if (!cutOff) {
      state.goesOn(thread.getName());
    }
  }

  private void noticeBroker() {
    boolean lost = contact.isLost();
    if (lost) {
      state.waits(thread.getName(), "no broker answers");
    }
    cutOff = lost;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      LOG.info("{} takes over {}", thread.getName(), partitions);
      meters.rebalances.increment();
    }
    assigned.add(partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      LOG.info("{} hands over {}", thread.getName(), partitions);
      meters.rebalances.increment();
    }
    assigned.remove(partitions);
  }

  /** Every partition of the topics, read or not, so that the positions know what to wait for. */
  private List<LogPartition> allPartitions() {
    var all = new ArrayList<LogPartition>();
    for (String topic : source.topics()) {
      for (PartitionInfo partition : kafka.partitionsFor(topic)) {
        all.add(new LogPartition(topic, partition.partition()));
      }
    }
    return all;
  }
}
