package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogPartition;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Converts between the partitions of Kafka and those of the application. */
final class LogPartitions {

  private LogPartitions() {}

  static LogPartition of(TopicPartition partition) {
    return new LogPartition(partition.topic(), partition.partition());
  }

  static TopicPartition of(LogPartition partition) {
    return new TopicPartition(partition.topic(), partition.partition());
  }

  static TopicPartition of(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
