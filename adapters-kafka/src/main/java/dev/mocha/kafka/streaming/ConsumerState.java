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

/** The state of a log consumer, reported by its threads, read by its health and its meters. */
final class ConsumerState {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerState.class);

  private final Clock clock;
  private final Map<LogPartition, Stopped> stopped = new ConcurrentSkipListMap<>();
  private final Map<String, String> waiting = new ConcurrentSkipListMap<>();
  private final Set<String> missingTopics = new ConcurrentSkipListSet<>();
  private final Map<String, Progress> progress = new ConcurrentHashMap<>();
  private final AtomicLong deadLetters = new AtomicLong();
  private final AtomicLong differences = new AtomicLong();
  private final AtomicLong comparedAt = new AtomicLong(System.nanoTime());

  private record Stopped(String thread, String reason) {}

  /**
   * The progress of a thread.
   *
   * @param lag records of its partitions that are not read yet
   * @param lastRead time of the last record read; null before the first
   * @param watermark the oldest of its partitions; null when one has none
   */
  record Progress(long lag, @Nullable Instant lastRead, @Nullable Instant watermark) {}

  ConsumerState(Clock clock) {
    this.clock = clock;
  }

  void stopped(String thread, LogPartition partition, String reason) {
    stopped.put(partition, new Stopped(thread, reason));
  }

  /**
   * The partition is not stopped by this thread any more. A thread that lost the partition reports
   * this late, when the next owner in this process may have stopped it again: that report stays.
   */
  void released(String thread, LogPartition partition) {
    stopped.computeIfPresent(partition, (_, it) -> it.thread().equals(thread) ? null : it);
  }

  /** Why the partition is stopped; null when it is not. */
  @Nullable String reasonOf(LogPartition partition) {
    Stopped it = stopped.get(partition);
    return it == null ? null : it.reason();
  }

  void missingTopics(Set<String> topics) {
    missingTopics.retainAll(topics);
    missingTopics.addAll(topics);
  }

  /** The topics that the broker does not have; they are read as soon as it has. */
  Set<String> missingTopics() {
    return Set.copyOf(missingTopics);
  }

  void backsOff(String thread, String reason) {
    waiting.put(thread, reason);
  }

  void resumes(String thread) {
    waiting.remove(thread);
  }

  void progress(String thread, Progress now) {
    progress.put(thread, now);
  }

  void ended(String thread) {
    progress.remove(thread);
  }

  void deadLetters(long count) {
    deadLetters.set(count);
  }

  long deadLetters() {
    return deadLetters.get();
  }

  /** True for one of the threads, when this time has passed since the last comparison. */
  boolean isTimeToCompare(long nanos) {
    long last = comparedAt.get();
    long now = System.nanoTime();
    return now - last >= nanos && comparedAt.compareAndSet(last, now);
  }

  /** The result of a comparison. Differences that two in a row have found are logged. */
  void differences(long count) {
    long before = differences.getAndSet(count);
    if (count > 0 && before > 0) {
      LOG.error("{} minutes of the log have other events than were applied", count);
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

  int waitingCount() {
    return waiting.size();
  }

  /** Milliseconds; 0 while everything is read. */
  long lagMillis() {
    return age(progress.values().stream().filter(it -> it.lag() > 0).map(Progress::lastRead));
  }

  /** Milliseconds; 0 before the first watermark. */
  long watermarkAgeMillis() {
    return age(progress.values().stream().map(Progress::watermark));
  }

  /** Of the oldest. */
  private long age(Stream<@Nullable Instant> moments) {
    return moments
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .map(it -> Math.max(0, clock.millis() - it.toEpochMilli()))
        .orElse(0L);
  }

  Health health() {
    var health = stopped.isEmpty() && waiting.isEmpty() ? Health.up() : Health.down();
    stopped.forEach((partition, it) -> health.withDetail(partition.toString(), it.reason()));
    missingTopics.forEach(topic -> health.withDetail(topic, "the broker has no such topic"));
    waiting.forEach((_, reason) -> health.withDetail("waiting", reason));
    if (deadLetters.get() > 0) {
      health.withDetail("deadLetters", deadLetters.get());
    }
    if (differences.get() > 0) {
      health.withDetail("minutesThatDiffer", differences.get());
    }
    return health.build();
  }
}
