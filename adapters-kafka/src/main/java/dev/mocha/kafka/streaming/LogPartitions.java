package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogPartition;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Kafka's partitions in the application's words. */
final class LogPartitions {

  private LogPartitions() {}

  static LogPartition of(TopicPartition partition) {
    return new LogPartition(partition.topic(), partition.partition());
  }

  static List<LogPartition> of(Collection<TopicPartition> partitions) {
    return partitions.stream().map(LogPartitions::of).toList();
  }
}
