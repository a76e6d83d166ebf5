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
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * All of Mocha's own events, out of the log: each partition is a part, up to where the generation
 * in use has taken it. What that generation took need not be checked again.
 */
public final class LogHistory implements EventHistory, MerchantHistory, LogEndOffsets {

  private static final Duration POLL = Duration.ofMillis(500);

  /**
   * Whoever asks for the lag of generations waits no longer than this for a broker that is away.
   */
  private static final int ANSWER_MILLIS = 5_000;

  /**
   * A fetch at the end of a partition that is read through keeps the broker's connection busy so
   * long, and the next partition waits.
   */
  private static final int FETCH_WAIT_MILLIS = 10;

  private static final int POLLED_RECORDS = 1_000;
  private static final int FETCHED_BYTES = 8 << 20;

  private final KafkaProperties properties;
  private final EventDecoder decoder;

  /**
   * @param decoder that does not check data against schemas
   */
  public LogHistory(KafkaProperties properties, EventDecoder decoder) {
    this.properties = properties;
    this.decoder = decoder;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var configuration = new HashMap<String, Object>(properties.properties());
    configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
    configuration.put(ConsumerConfig.CLIENT_ID_CONFIG, "mocha-rebuild");
    configuration.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
    configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configuration.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLLED_RECORDS);
    configuration.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCHED_BYTES);
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
    } catch (KafkaException away) {
      throw new NotReachable(away);
    }
  }

  @Override
  public Extent extent(Map<LogPartition, Long> taken) {
    Map<LogPartition, Long> goOn = new HashMap<>();
    now().forEach((it, end) -> goOn.put(it, Math.min(end, taken.getOrDefault(it, 0L))));
    try (KafkaConsumer<byte[], byte[]> kafka = consumer()) {
      requireBeginning(kafka, partitions(kafka));
    } catch (KafkaException away) {
      throw new NotReachable(away);
    }
    return new Extent(
        goOn.entrySet().stream().map(it -> new Part(it.getKey(), 0, it.getValue())).toList(), goOn);
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

  /** A broker that is away answers nothing, and a topic that was made anew has not so many. */
  private static void requireEnd(
      KafkaConsumer<?, ?> kafka, TopicPartition partition, long expected) {
    long end = kafka.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    if (end < expected) {
      throw new IrregularHistory(
          "%s ends at %d, and not at %d".formatted(of(partition), end, expected));
    }
  }

  private static LogPartition of(TopicPartition it) {
    return new LogPartition(it.topic(), it.partition());
  }

  @Override
  public Reading open() {
    return open(_ -> true);
  }

  @Override
  public Reading open(MerchantId merchantId) {
    byte[] key = merchantId.value().getBytes(UTF_8);
    return open(it -> Arrays.equals(key, it.key()));
  }

  private Reading open(Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    KafkaConsumer<byte[], byte[]> kafka = consumer();
    return new Reading() {
      @Override
      public void read(Part part, Set<Long> aside, Reader reader) {
        try {
          LogHistory.this.read(
              kafka, part, it -> wanted.test(it) && !aside.contains(it.offset()), reader);
        } catch (TimeoutException away) {
          throw new NotReachable(away);
        } catch (OffsetOutOfRangeException cut) {
          requireBeginning(kafka, cut.partitions());
          throw cut;
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

  /** By the partitioner of the producers. */
  private LogPartition partitionOf(String topic, MerchantId merchantId) {
    try (KafkaConsumer<byte[], byte[]> kafka = consumer()) {
      return new LogPartition(
          topic,
          BuiltInPartitioner.partitionForKey(
              merchantId.value().getBytes(UTF_8), kafka.partitionsFor(topic).size()));
    } catch (KafkaException away) {
      throw new NotReachable(away);
    }
  }

  private void read(
      KafkaConsumer<byte[], byte[]> kafka,
      Part part,
      Predicate<ConsumerRecord<byte[], byte[]>> wanted,
      Reader reader) {
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
        if (record.offset() < part.end() && wanted.test(record)) {
          hand(record, reader);
        }
      }
      long position = Math.min(kafka.position(partition), part.end());
      reader.passed(position - next);
      next = position;
    }
  }

  private void hand(ConsumerRecord<byte[], byte[]> record, Reader reader) {
    switch (decoded(record)) {
      case Decoded.Nothing<DecodedEvent> _ -> {}
      case Decoded.Watermark<DecodedEvent>(Instant at, List<LogCount> told) ->
          reader.mark(at, told);
      case Decoded.Content<DecodedEvent>(DecodedEvent event) -> hand(event, reader);
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

  private static void hand(DecodedEvent event, Reader reader) {
    switch (event.payload()) {
      case OrderEvent it -> reader.order(it, event.sequence(), event.counted());
      case MerchantEvent it -> reader.merchant(it, event.sequence(), event.counted());
      default -> throw new IllegalStateException("no event of Mocha: " + event.type());
    }
  }
}
