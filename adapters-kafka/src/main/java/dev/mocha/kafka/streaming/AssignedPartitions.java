package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a consumer thread knows of the partitions that are assigned to it: which of them it may not
 * read, for their position is not known or a record stops them. Used by that thread alone.
 */
final class AssignedPartitions {

  private static final Logger LOG = LoggerFactory.getLogger(AssignedPartitions.class);

  /** How soon a partition that stands still is tried again. */
  private static final Duration STANDSTILL = Duration.ofSeconds(5);

  private final String thread;
  private final KafkaConsumer<?, ?> kafka;
  private final ConsumerState state;

  /** Those whose stored position is not known yet, or is to be read again. */
  private final Set<TopicPartition> unpositioned = new HashSet<>();

  /** Those that stand still at a record. */
  private final Set<TopicPartition> stopped = new HashSet<>();

  /** Those that stood still and are tried again. */
  private final Set<TopicPartition> triedAgain = new HashSet<>();

  private long standstillSince;

  /**
   * @param thread under whose name standstills are told
   */
  AssignedPartitions(String thread, KafkaConsumer<?, ?> kafka, ConsumerState state) {
    this.thread = thread;
    this.kafka = kafka;
    this.state = state;
  }

  void add(Collection<TopicPartition> assigned) {
    assigned.forEach(this::hold);
  }

  void remove(Collection<TopicPartition> revoked) {
    unpositioned.removeAll(revoked);
    revoked.forEach(this::release);
  }

  /** Those that wait for their stored position. */
  Set<TopicPartition> unpositioned() {
    return Set.copyOf(unpositioned);
  }

  /** All that waited have been moved to their stored position. */
  void positioned() {
    unpositioned.clear();
    resume();
  }

  boolean isHeld(TopicPartition partition) {
    return unpositioned.contains(partition) || stopped.contains(partition);
  }

  /** Lets everything be read that may be. */
  void resume() {
    Set<TopicPartition> ready = new HashSet<>(kafka.assignment());
    ready.removeIf(this::isHeld);
    kafka.resume(ready);
  }

  /**
   * Goes back to the stored positions. A partition that stopped within the batch is read up to its
   * record again, too.
   */
  void readAgain(List<? extends ConsumerRecord<?, ?>> polled) {
    for (ConsumerRecord<?, ?> record : polled) {
      TopicPartition partition = LogPartitions.of(record);
      release(partition);
      if (kafka.assignment().contains(partition)) {
        hold(partition);
      }
    }
  }

  void stop(LogPartition partition, long offset, String reason, Exception cause) {
    String what = "offset " + offset + ": " + reason;
    if (!what.equals(state.reasonOf(partition))) {
      LOG.error(
          "{} stands still at {}. Nothing after it is read; it is tried again every {} s.",
          partition,
          what,
          STANDSTILL.toSeconds(),
          cause);
    }
    if (stopped.isEmpty()) {
      standstillSince = System.nanoTime();
    }
    TopicPartition stands = LogPartitions.of(partition);
    stopped.add(stands);
    triedAgain.remove(stands);
    kafka.pause(List.of(stands));
    state.stopped(thread, partition, what);
  }

  /** Dead letters may have been settled meanwhile, or the log restored. */
  void tryAgainWhatStandsStill() {
    if ((stopped.isEmpty() && triedAgain.isEmpty())
        || System.nanoTime() - standstillSince < STANDSTILL.toNanos()) {
      return;
    }
    standstillSince = System.nanoTime();
    Set.copyOf(triedAgain).forEach(this::proceeds);
    for (TopicPartition partition : Set.copyOf(stopped)) {
      stopped.remove(partition);
      triedAgain.add(partition);
      hold(partition);
    }
  }

  /** A partition that stood still is heard of again, or did not stand still again in time. */
  void proceeds(TopicPartition partition) {
    if (!stopped.contains(partition) && triedAgain.remove(partition)) {
      state.released(thread, LogPartitions.of(partition));
    }
  }

  /** Keeps a partition from being read until its stored position is known; any position will do. */
  private void hold(TopicPartition partition) {
    kafka.seek(partition, 0);
    kafka.pause(List.of(partition));
    unpositioned.add(partition);
  }

  private void release(TopicPartition partition) {
    stopped.remove(partition);
    triedAgain.remove(partition);
    state.released(thread, LogPartitions.of(partition));
  }
}
