package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.StreamOffsets;
import dev.mocha.application.streaming.StreamOffsets.Offset;
import dev.mocha.application.streaming.Streams.Partition;
import dev.mocha.kafka.log.KafkaProperties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads the end offsets of topics from the broker. */
final class BrokerEndOffsets {

  private static final int TIMEOUT_SECONDS = 10;

  private final Map<String, Object> configuration;

  BrokerEndOffsets(KafkaProperties properties) {
    configuration = new HashMap<>(properties.properties());
    configuration.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
  }

  /** The broker does not answer. */
  static final class NotReachable extends Exception {
    private static final long serialVersionUID = 1;

    NotReachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The partitions of these topics, with the offsets of a stream. Missing topics have none. */
  List<Partition> partitions(List<String> topics, StreamOffsets offsets) throws NotReachable {
    Map<LogPartition, Long> ends = endOffsets(topics);
    Map<LogPartition, Offset> read = offsets.of(ends.keySet());
    return ends.entrySet().stream()
        .map(
            it -> {
              long next = read.getOrDefault(it.getKey(), Offset.BEGINNING).next();
              return new Partition(
                  it.getKey().topic(),
                  it.getKey().partition(),
                  next,
                  it.getValue(),
                  Math.max(0, it.getValue() - next));
            })
        .toList();
  }

  private Map<LogPartition, Long> endOffsets(List<String> topics) throws NotReachable {
    try (Admin admin = Admin.create(configuration)) {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      for (TopicDescription topic : describe(admin, topics)) {
        topic
            .partitions()
            .forEach(
                it ->
                    latest.put(
                        new TopicPartition(topic.name(), it.partition()), OffsetSpec.latest()));
      }
      Map<LogPartition, Long> ends = new TreeMap<>();
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> it :
          admin.listOffsets(latest).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).entrySet()) {
        ends.put(LogPartitions.of(it.getKey()), it.getValue().offset());
      }
      return ends;
    } catch (ExecutionException failed) {
      throw new NotReachable(String.valueOf(failed.getMessage()), failed);
    } catch (TimeoutException failed) {
      throw new NotReachable("the broker does not answer", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new NotReachable("interrupted while waiting for the broker", interrupted);
    }
  }

  private static Collection<TopicDescription> describe(Admin admin, List<String> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    var existing = new ArrayList<TopicDescription>();
    for (var description : admin.describeTopics(topics).topicNameValues().values()) {
      try {
        existing.add(description.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
      } catch (ExecutionException failed) {
        if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw failed;
        }
      }
    }
    return existing;
  }
}
