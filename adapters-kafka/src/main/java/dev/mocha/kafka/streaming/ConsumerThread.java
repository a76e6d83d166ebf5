package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.StreamOffsets.Advance;
import dev.mocha.application.streaming.StreamOffsets.Offset;
import dev.mocha.application.streaming.StreamOffsets.Overtaken;
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
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A member of a consumer group. All of its work, rebalances included, happens on one thread. */
final class ConsumerThread<T> implements ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerThread.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration TOPICS_TIMEOUT = Duration.ofSeconds(2);

  private static final long REPORT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long TOPICS_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long COMPARE_NANOS = Duration.ofSeconds(30).toNanos();

  private final LogConsumer<T> consumer;
  private final KafkaConsumer<byte[], byte[]> kafka;
  private final BatchApplier<T> applier;
  private final AssignedPartitions assigned;
  private final ConsumerState state;
  private final Thread thread;

  private boolean announced;
  private Duration pause = FIRST_PAUSE;
  private long reportedAt;
  private long topicsCheckedAt = System.nanoTime() - TOPICS_NANOS;
  private @Nullable Metric sinceHeartbeat;
  private @Nullable Instant lastRead;
  private volatile boolean finishing;

  ConsumerThread(LogConsumer<T> consumer, String name) {
    this.consumer = consumer;
    this.state = consumer.state;
    this.kafka =
        new KafkaConsumer<>(ConsumerConfiguration.of(name, consumer.settings, consumer.properties));
    this.applier =
        new BatchApplier<>(
            consumer.offsets,
            consumer.deadLetters,
            consumer.sink,
            consumer.properties.consumer(),
            this::stop,
            consumer.meters);
    this.thread = Thread.ofPlatform().name("log-consumer-" + name).unstarted(this::run);
    this.assigned = new AssignedPartitions(thread.getName(), kafka, state);
  }

  void start() {
    thread.start();
  }

  /** Makes the thread end after the current batch. */
  void finish() {
    finishing = true;
    kafka.wakeup();
  }

  void await() {
    try {
      if (!thread.join(STOP_TIMEOUT)) {
        LOG.warn("{} has not ended within {}", thread.getName(), STOP_TIMEOUT);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (kafka) {
      kafka.subscribe(consumer.settings.topics(), this);
      while (!finishing) {
        try {
          pollAndApply();
        } catch (WakeupException asked) {
          LOG.debug("woken up");
        } catch (OffsetOutOfRangeException lost) {
          lost.offsetOutOfRangePartitions()
              .forEach(
                  (partition, offset) ->
                      stop(
                          LogPartitions.of(partition),
                          offset,
                          "the log does not have this offset any more",
                          lost));
        } catch (RuntimeException failed) {
          backOff(failed);
        }
      }
    } catch (RuntimeException | Error failed) {
      LOG.error("{} ended with an error; its partitions are reassigned", thread.getName(), failed);
      state.backsOff(thread.getName(), thread.getName() + " has ended: " + failed);
    }
    state.ended(thread.getName());
    LOG.info("{} has ended", thread.getName());
  }

  private void pollAndApply() {
    assigned.retryStopped();
    seek();
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
      state.resumes(thread.getName());
      pause = FIRST_PAUSE;
      polled.forEach(it -> assigned.proceeded(LogPartitions.of(it)));
    } catch (Overtaken elsewhere) {
      LOG.info("{}; it is read again", elsewhere.getMessage());
      assigned.readAgain(polled);
    } catch (RuntimeException failed) {
      assigned.readAgain(polled);
      throw failed;
    }
  }

  private void backOff(RuntimeException failed) {
    LOG.warn("{} retries in {} ms: {}", thread.getName(), pause.toMillis(), failed.toString());
    LOG.debug("the cause", failed);
    state.backsOff(thread.getName(), String.valueOf(failed.getMessage()));
    consumer.meters.retries.increment();
    long until = System.nanoTime() + pause.toNanos();
    kafka.pause(kafka.assignment());
    while (!finishing && System.nanoTime() < until) {
      keepMembership();
    }
    pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
    assigned.resume();
  }

  /** The group removes a member that does not poll. All partitions are paused: no records come. */
  private void keepMembership() {
    try {
      kafka.poll(Duration.ofMillis(100));
    } catch (WakeupException asked) {
      LOG.debug("woken up");
    } catch (RuntimeException failed) {
      LOG.debug("the broker does not answer during the pause", failed);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  /** Moves newly assigned partitions to their stored offsets. */
  private void seek() {
    Set<TopicPartition> withoutOffset = assigned.withoutOffset();
    if (withoutOffset.isEmpty()) {
      return;
    }
    if (!announced) {
      announcePartitions();
      announced = true;
    }
    Map<LogPartition, Offset> stored =
        consumer.offsets.of(withoutOffset.stream().map(LogPartitions::of).toList());
    for (TopicPartition partition : withoutOffset) {
      LogPartition it = LogPartitions.of(partition);
      Offset offset = orEarliest(partition, stored.getOrDefault(it, Offset.BEGINNING));
      kafka.seek(partition, offset.next());
      applier.startAt(it, offset);
    }
    assigned.haveOffsets();
    state.resumes(thread.getName());
  }

  /** Stores every partition of the topics, so that completeTo waits for those not read yet. */
  private void announcePartitions() {
    consumer.offsets.of(
        consumer.settings.topics().stream()
            .flatMap(it -> kafka.partitionsFor(it).stream())
            .map(it -> new LogPartition(it.topic(), it.partition()))
            .toList());
  }

  /**
   * A new stream starts with the earliest record of the log. A stream for which that would be a
   * loss stops instead.
   */
  private Offset orEarliest(TopicPartition partition, Offset stored) {
    if (stored.next() > 0 || !consumer.settings.startsLate()) {
      return stored;
    }
    long first = kafka.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    if (first == 0) {
      return stored;
    }
    LogPartition it = LogPartitions.of(partition);
    LOG.warn("{} starts at offset {}: the log has deleted the records before it", it, first);
    consumer.offsets.advance(List.of(new Advance(it, 0, first, null, List.of())), () -> {});
    return new Offset(first, null);
  }

  private void stop(LogPartition partition, long offset, String reason, Exception cause) {
    assigned.stop(partition, offset, reason, cause);
  }

  private void report() {
    if (System.nanoTime() - reportedAt < REPORT_NANOS) {
      return;
    }
    reportedAt = System.nanoTime();
    boolean brokerIsSilent = brokerIsSilent();
    if (brokerIsSilent) {
      state.backsOff(thread.getName(), "no broker answers");
    } else {
      checkTopics();
    }
    state.progress(thread.getName(), progress());
    state.deadLetters(consumer.deadLetters.count());
    if (state.isTimeToCompare(COMPARE_NANOS)) {
      state.differences(consumer.offsets.differences());
    }
    if (!brokerIsSilent) {
      state.resumes(thread.getName());
    }
  }

  /** Without a broker a poll returns no records and no error, but the heartbeats cease. */
  private boolean brokerIsSilent() {
    if (sinceHeartbeat == null) {
      sinceHeartbeat =
          kafka.metrics().values().stream()
              .filter(it -> it.metricName().name().equals("last-heartbeat-seconds-ago"))
              .findAny()
              .orElse(null);
    }
    return sinceHeartbeat != null
        && ((Number) sinceHeartbeat.metricValue()).doubleValue()
            > consumer.properties.consumer().sessionTimeout().toSeconds();
  }

  /** A topic that does not exist gives neither records nor an error. */
  private void checkTopics() {
    if (System.nanoTime() - topicsCheckedAt < TOPICS_NANOS) {
      return;
    }
    topicsCheckedAt = System.nanoTime();
    try {
      state.missingTopics(
          consumer.settings.topics().stream()
              .filter(it -> kafka.partitionsFor(it, TOPICS_TIMEOUT).isEmpty())
              .collect(Collectors.toSet()));
    } catch (ApiException unanswered) {
      LOG.debug("the broker does not list its topics", unanswered);
    }
  }

  private Progress progress() {
    long lag = 0;
    @Nullable Instant watermark = Instant.MAX;
    for (TopicPartition partition : kafka.assignment()) {
      lag += kafka.currentLag(partition).orElse(0);
      Instant completeTo = applier.completeTo(LogPartitions.of(partition));
      if (completeTo == null || (watermark != null && completeTo.isBefore(watermark))) {
        watermark = completeTo;
      }
    }
    return new Progress(lag, lastRead, Instant.MAX.equals(watermark) ? null : watermark);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    rebalanced("assigned", partitions);
    assigned.add(partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    rebalanced("revoked", partitions);
    assigned.remove(partitions);
  }

  private void rebalanced(String what, Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      LOG.info("{}: {} {}", thread.getName(), what, partitions);
      consumer.meters.rebalances.increment();
    }
  }
}
