package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogPartition;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;

/** How a log consumer is, as its threads tell it. */
final class ConsumerState {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerState.class);

  private final Clock clock;
  private final Map<LogPartition, Standstill> stopped = new ConcurrentSkipListMap<>();
  private final Map<String, String> waiting = new ConcurrentSkipListMap<>();
  private final Set<String> missing = new ConcurrentSkipListSet<>();
  private final Map<String, Progress> progress = new ConcurrentHashMap<>();
  private final AtomicLong letters = new AtomicLong();
  private final AtomicLong differences = new AtomicLong();
  private final AtomicLong comparedAt = new AtomicLong(System.nanoTime());

  /** Why a partition stands still, as the thread says that reads it. */
  private record Standstill(String thread, String reason) {}

  /**
   * How far a thread is.
   *
   * @param lag records of its partitions that are not read yet
   * @param lastRead time of the record read last; null before the first
   * @param watermark the oldest of its partitions; null where one has none
   */
  record Progress(long lag, @Nullable Instant lastRead, @Nullable Instant watermark) {}

  ConsumerState(Clock clock) {
    this.clock = clock;
  }

  void stopped(String thread, LogPartition partition, String reason) {
    stopped.put(partition, new Standstill(thread, reason));
  }

  /**
   * The partition does not stand still for this thread any more. One that lost its partitions
   * learns of it late: what their next owner in this process has said of them stays.
   */
  void released(String thread, LogPartition partition) {
    stopped.computeIfPresent(partition, (_, it) -> it.thread().equals(thread) ? null : it);
  }

  /** Why the partition stands still; null when it does not. */
  @Nullable String reasonOf(LogPartition partition) {
    Standstill standstill = stopped.get(partition);
    return standstill == null ? null : standstill.reason();
  }

  /** These of the topics are not there; they are waited for. */
  void missing(Set<String> topics) {
    missing.retainAll(topics);
    missing.addAll(topics);
  }

  void waits(String thread, String reason) {
    waiting.put(thread, reason);
  }

  void goesOn(String thread) {
    waiting.remove(thread);
  }

  void progress(String thread, Progress now) {
    progress.put(thread, now);
  }

  void ended(String thread) {
    progress.remove(thread);
  }

  void letters(long count) {
    letters.set(count);
  }

  long letters() {
    return letters.get();
  }

  /** Once for all threads, when so much time has passed since the last look. */
  boolean isTimeToCompare(long nanos) {
    long last = comparedAt.get();
    long now = System.nanoTime();
    return now - last >= nanos && comparedAt.compareAndSet(last, now);
  }

  /** What the last look found; what it found twice is told. */
  void differences(long count) {
    long before = differences.getAndSet(count);
    if (count > 0 && before > 0) {
      LOG.error("{} minutes of the log hold other events than were applied", count);
    }
  }

  long differences() {
    return differences.get();
  }

  long lag() {
    return progress.values().stream().mapToLong(Progress::lag).sum();
  }

  int stoppedCount() {
    return stopped.size();
  }

  int waiting() {
    return waiting.size();
  }

  /** Milliseconds; 0 while everything is read. */
  long behindMillis() {
    return oldest(progress.values().stream().filter(it -> it.lag() > 0).map(Progress::lastRead));
  }

  /** Milliseconds; 0 before the first watermark. */
  long watermarkAgeMillis() {
    return oldest(progress.values().stream().map(Progress::watermark));
  }

  private long oldest(Stream<@Nullable Instant> moments) {
    return moments
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .map(it -> Math.max(0, clock.millis() - it.toEpochMilli()))
        .orElse(0L);
  }

  /** The topics that are waited for. */
  Set<String> missing() {
    return Set.copyOf(missing);
  }

  /** Down while a partition stands still or the database or the broker is away. */
  Health health() {
    var health = stopped.isEmpty() && waiting.isEmpty() ? Health.up() : Health.down();
    stopped.forEach((partition, it) -> health.withDetail(partition.toString(), it.reason()));
    missing.forEach(topic -> health.withDetail(topic, "the broker has no such topic"));
    waiting.forEach((_, reason) -> health.withDetail("waiting", reason));
    if (letters.get() > 0) {
      health.withDetail("deadLetters", letters.get());
    }
    if (differences.get() > 0) {
      health.withDetail("minutesThatDiffer", differences.get());
    }
    return health.build();
  }
}
