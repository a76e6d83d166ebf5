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
 * The partitions assigned to a consumer thread. It pauses those that may not be read: their stored
 * offset is not known yet, or they are stopped at a record. Used by that thread alone.
 */
final class AssignedPartitions {

  private static final Logger LOG = LoggerFactory.getLogger(AssignedPartitions.class);
  private static final Duration RETRY_STOPPED = Duration.ofSeconds(5);

  private final String thread;
  private final KafkaConsumer<?, ?> kafka;
  private final ConsumerState state;

  private final Set<TopicPartition> withoutOffset = new HashSet<>();
  private final Set<TopicPartition> stopped = new HashSet<>();

  /** Partitions that were stopped and are being retried. */
  private final Set<TopicPartition> retried = new HashSet<>();

  private long stoppedSince;

  /**
   * @param thread its name
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
    withoutOffset.removeAll(revoked);
    revoked.forEach(this::release);
  }

  Set<TopicPartition> withoutOffset() {
    return Set.copyOf(withoutOffset);
  }

  /** Every partition is at its stored offset now. */
  void haveOffsets() {
    withoutOffset.clear();
    resume();
  }

  boolean isHeld(TopicPartition partition) {
    return withoutOffset.contains(partition) || stopped.contains(partition);
  }

  void resume() {
    Set<TopicPartition> ready = new HashSet<>(kafka.assignment());
    ready.removeIf(this::isHeld);
    kafka.resume(ready);
  }

  /** Goes back to the stored offsets, also of partitions that stopped within these records. */
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
          "{} is stopped at {}. Later records are not read; retry every {} s.",
          partition,
          what,
          RETRY_STOPPED.toSeconds(),
          cause);
    }
    if (stopped.isEmpty()) {
      stoppedSince = System.nanoTime();
    }
    TopicPartition it = LogPartitions.of(partition);
    stopped.add(it);
    retried.remove(it);
    kafka.pause(List.of(it));
    state.stopped(thread, partition, what);
  }

  /** Dead letters may have been settled meanwhile, or the log restored. */
  void retryStopped() {
    if ((stopped.isEmpty() && retried.isEmpty())
        || System.nanoTime() - stoppedSince < RETRY_STOPPED.toNanos()) {
      return;
    }
    stoppedSince = System.nanoTime();
    Set.copyOf(retried).forEach(this::proceeded);
    retried.addAll(stopped);
    Set.copyOf(stopped).forEach(this::hold);
    stopped.clear();
  }

  /** Records of the partition were applied, or it was retried and has not stopped again. */
  void proceeded(TopicPartition partition) {
    if (!stopped.contains(partition) && retried.remove(partition)) {
      state.released(thread, LogPartitions.of(partition));
    }
  }

  /** Keeps a partition paused until its stored offset is known; Kafka requires some offset. */
  private void hold(TopicPartition partition) {
    kafka.seek(partition, 0);
    kafka.pause(List.of(partition));
    withoutOffset.add(partition);
  }

  private void release(TopicPartition partition) {
    stopped.remove(partition);
    retried.remove(partition);
    state.released(thread, LogPartitions.of(partition));
  }
}
