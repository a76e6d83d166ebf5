package dev.mocha.kafka.rebuilding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.EventHistory;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.application.rebuilding.LogEndOffsets;
import dev.mocha.application.rebuilding.MerchantHistory;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.streaming.decoding.Decoded;
import dev.mocha.kafka.streaming.decoding.DecodedEvent;
import dev.mocha.kafka.streaming.decoding.EventDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.codec.digest.MurmurHash2;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * All of Mocha's own events in the log. Each partition is a part, up to the offset that the stream
 * of the generation in use has reached; what that stream has read needs no validation.
 */
final class LogHistory implements EventHistory, MerchantHistory, LogEndOffsets {

  private static final int PARTITIONER_SEED = 0x9747b28c;
  private static final Duration POLL = Duration.ofMillis(500);

  /** Limits how long a request for the lag of generations waits for Kafka. */
  private static final int API_TIMEOUT_MILLIS = 5_000;

  /** A fetch at the end of one partition blocks the connection, and so the next partition. */
  private static final int FETCH_WAIT_MILLIS = 10;

  private static final int MAX_POLL_RECORDS = 1_000;
  private static final int MAX_FETCH_BYTES = 8 << 20;

  private final KafkaProperties properties;
  private final EventDecoder decoder;

  /**
   * @param decoder without validation against schemas
   */
  LogHistory(KafkaProperties properties, EventDecoder decoder) {
    this.properties = properties;
    this.decoder = decoder;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var configuration = new HashMap<String, Object>(properties.properties());
    configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
    configuration.put(ConsumerConfig.CLIENT_ID_CONFIG, "mocha-rebuild");
    configuration.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
    configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configuration.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    configuration.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MAX_FETCH_BYTES);
    return new KafkaConsumer<>(
        configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private List<TopicPartition> partitions(KafkaConsumer<?, ?> kafka) {
    var partitions = new ArrayList<TopicPartition>();
    for (String topic : List.of(properties.topics().merchants(), properties.topics().orders())) {
      kafka
          .partitionsFor(topic)
          .forEach(it -> partitions.add(new TopicPartition(topic, it.partition())));
    }
    return partitions;
  }

  @Override
  public Map<LogPartition, Long> now() {
    try (KafkaConsumer<byte[], byte[]> kafka = consumer()) {
      var ends = new HashMap<LogPartition, Long>();
      kafka.endOffsets(partitions(kafka)).forEach((it, end) -> ends.put(of(it), end));
      return ends;
    } catch (KafkaException unavailable) {
      throw new NotReachable(unavailable);
    }
  }

  @Override
  public Extent extent(Map<LogPartition, Long> streamOffsets) {
    Map<LogPartition, Long> ends = new HashMap<>();
    now().forEach((it, end) -> ends.put(it, Math.min(end, streamOffsets.getOrDefault(it, 0L))));
    try (KafkaConsumer<byte[], byte[]> kafka = consumer()) {
      requireBeginning(kafka, partitions(kafka));
    } catch (KafkaException unavailable) {
      throw new NotReachable(unavailable);
    }
    return new Extent(
        ends.entrySet().stream().map(it -> new Part(it.getKey(), 0, it.getValue())).toList(), ends);
  }

  private static void requireBeginning(
      KafkaConsumer<?, ?> kafka, Collection<TopicPartition> partitions) {
    kafka
        .beginningOffsets(partitions)
        .forEach(
            (partition, first) -> {
              if (first > 0) {
                throw new Incomplete(of(partition), first);
              }
            });
  }

  /** No records come when Kafka does not answer, and when the topic was created again. */
  private static void requireEnd(
      KafkaConsumer<?, ?> kafka, TopicPartition partition, long expected) {
    long end = kafka.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    if (end < expected) {
      throw new IrregularHistory(
          "%s ends at offset %d, expected %d; was the topic created again?"
              .formatted(of(partition), end, expected));
    }
  }

  private static LogPartition of(TopicPartition it) {
    return new LogPartition(it.topic(), it.partition());
  }

  @Override
  public Reader open() {
    return open(_ -> true);
  }

  @Override
  public Reader open(MerchantId merchantId) {
    byte[] key = merchantId.value().getBytes(UTF_8);
    return open(it -> Arrays.equals(key, it.key()));
  }

  private Reader open(Predicate<ConsumerRecord<byte[], byte[]>> filter) {
    KafkaConsumer<byte[], byte[]> kafka = consumer();
    return new Reader() {
      @Override
      public void read(Part part, Set<Long> parkedOffsets, Handler handler) {
        try {
          LogHistory.this.read(
              kafka, part, it -> filter.test(it) && !parkedOffsets.contains(it.offset()), handler);
        } catch (TimeoutException unavailable) {
          throw new NotReachable(unavailable);
        } catch (OffsetOutOfRangeException deleted) {
          requireBeginning(kafka, deleted.partitions());
          throw deleted;
        }
      }

      @Override
      public void close() {
        kafka.close();
      }
    };
  }

  @Override
  public LogPartition ordersOf(MerchantId merchantId) {
    return partitionOf(properties.topics().orders(), merchantId);
  }

  @Override
  public LogPartition termsOf(MerchantId merchantId) {
    return partitionOf(properties.topics().merchants(), merchantId);
  }

  /** As the default partitioner of Kafka's producers does. */
  private LogPartition partitionOf(String topic, MerchantId merchantId) {
    byte[] key = merchantId.value().getBytes(UTF_8);
    int hash = MurmurHash2.hash32(key, key.length, PARTITIONER_SEED) & Integer.MAX_VALUE;
    try (KafkaConsumer<byte[], byte[]> kafka = consumer()) {
      return new LogPartition(topic, hash % kafka.partitionsFor(topic).size());
    } catch (KafkaException unavailable) {
      throw new NotReachable(unavailable);
    }
  }

  private void read(
      KafkaConsumer<byte[], byte[]> kafka,
      Part part,
      Predicate<ConsumerRecord<byte[], byte[]>> filter,
      Handler handler) {
    var partition = new TopicPartition(part.partition().topic(), part.partition().partition());
    kafka.assign(List.of(partition));
    if (part.begin() == 0) {
      requireBeginning(kafka, List.of(partition));
    }
    kafka.seek(partition, part.begin());
    long next = part.begin();
    while (next < part.end()) {
      ConsumerRecords<byte[], byte[]> records = kafka.poll(POLL);
      if (records.isEmpty()) {
        requireEnd(kafka, partition, part.end());
      }
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.offset() < part.end() && filter.test(record)) {
          handle(record, handler);
        }
      }
      long reached = Math.min(kafka.position(partition), part.end());
      handler.read(reached - next);
      next = reached;
    }
  }

  private void handle(ConsumerRecord<byte[], byte[]> record, Handler handler) {
    switch (decoded(record)) {
      case Decoded.Nothing<DecodedEvent> _ -> {}
      case Decoded.Watermark<DecodedEvent>(Instant at, List<LogCount> published) ->
          handler.watermark(at, published);
      case Decoded.Content<DecodedEvent>(DecodedEvent event) -> handle(event, handler);
    }
  }

  private Decoded<DecodedEvent> decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return decoder.decode(record);
    } catch (RuntimeException broken) {
      throw new IrregularHistory(
          "%s-%d@%d cannot be read: %s"
              .formatted(record.topic(), record.partition(), record.offset(), broken.getMessage()),
          broken);
    }
  }

  private static void handle(DecodedEvent event, Handler handler) {
    switch (event.payload()) {
      case OrderEvent it -> handler.order(it, event.sequence(), event.counted());
      case MerchantEvent it -> handler.merchant(it, event.sequence(), event.counted());
      default -> throw new IllegalStateException("unknown event " + event.type());
    }
  }
}
