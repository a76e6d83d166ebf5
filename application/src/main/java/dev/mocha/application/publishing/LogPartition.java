package dev.mocha.application.publishing;

/** A partition of a topic of the log. */
public record LogPartition(String topic, int partition) implements Comparable<LogPartition> {

  @Override
  public int compareTo(LogPartition other) {
    int byTopic = topic.compareTo(other.topic);
    return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
  }

  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
