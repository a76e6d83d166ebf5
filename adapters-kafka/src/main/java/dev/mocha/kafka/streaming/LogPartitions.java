package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogPartition;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Kafka's partitions in the application's words, and back. */
final class LogPartitions {

  private LogPartitions() {}

  static LogPartition of(TopicPartition partition) {
    return new LogPartition(partition.topic(), partition.partition());
  }

  static TopicPartition of(LogPartition partition) {
    return new TopicPartition(partition.topic(), partition.partition());
  }

  /** Where the record stands. */
  static TopicPartition of(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  static List<LogPartition> of(Collection<TopicPartition> partitions) {
    return partitions.stream().map(LogPartitions::of).toList();
  }
}
