package dev.mocha.kafka.rebuilding;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.EventHistory;
import dev.mocha.application.streaming.DeadLetter.Sequence;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.kafka.KafkaProperties;
import dev.mocha.kafka.streaming.Decoded;
import dev.mocha.kafka.streaming.LetterRecords;
import dev.mocha.kafka.streaming.RecordDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/** All of Mocha's own events, out of the log: each partition is a part. */
public final class LogHistory implements EventHistory {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final int FETCHED_BYTES = 8 << 20;

  private final KafkaProperties properties;
  private final RecordDecoder decoder;

  public LogHistory(KafkaProperties properties, RecordDecoder decoder) {
    this.properties = properties;
    this.decoder = decoder;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var configuration = new HashMap<String, Object>(properties.properties());
    configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
    configuration.put(ConsumerConfig.CLIENT_ID_CONFIG, "mocha-rebuild");
    configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 4_000);
    configuration.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCHED_BYTES);
    return new KafkaConsumer<>(
        configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public List<Part> parts() {
    try (KafkaConsumer<byte[], byte[]> kafka = consumer()) {
      var partitions = new ArrayList<TopicPartition>();
      for (String topic : List.of(properties.topics().merchants(), properties.topics().orders())) {
        kafka
            .partitionsFor(topic)
            .forEach(it -> partitions.add(new TopicPartition(topic, it.partition())));
      }
      kafka
          .beginningOffsets(partitions)
          .forEach(
              (partition, first) -> {
                if (first > 0) {
                  throw new Incomplete(of(partition), first);
                }
              });
      Map<TopicPartition, Long> ends = kafka.endOffsets(partitions);
      return partitions.stream().map(it -> new Part(of(it), ends.getOrDefault(it, 0L))).toList();
    }
  }

  private static LogPartition of(TopicPartition it) {
    return new LogPartition(it.topic(), it.partition());
  }

  @Override
  public void read(Part part, Reader reader) {
    var partition = new TopicPartition(part.partition().topic(), part.partition().partition());
    var reading = new Reading(decoder, reader);
    try (KafkaConsumer<byte[], byte[]> kafka = consumer()) {
      kafka.assign(List.of(partition));
      kafka.seekToBeginning(List.of(partition));
      while (kafka.position(partition) < part.end()) {
        for (ConsumerRecord<byte[], byte[]> record : kafka.poll(POLL)) {
          if (record.offset() < part.end()) {
            reading.read(record);
          }
        }
      }
    }
  }

  /** Reads the records of one part. What stands behind a refused record of its sequence waits. */
  private static final class Reading {

    private final RecordDecoder decoder;
    private final Reader reader;
    private final Set<Sequence> held = new HashSet<>();
    private @Nullable Instant completeTo;

    private Reading(RecordDecoder decoder, Reader reader) {
      this.decoder = decoder;
      this.reader = reader;
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
      if (!held.isEmpty()) {
        Sequence sequence = LetterRecords.sequenceOf(record);
        if (sequence != null && held.contains(sequence)) {
          reader.refused(LetterRecords.waiting(record, completeTo));
          return;
        }
      }
      Decoded<EventMessage<?>> decoded;
      try {
        decoded = decoder.decode(record);
      } catch (RuntimeException broken) {
        reader.refused(LetterRecords.failed(record, broken, completeTo));
        Sequence sequence = LetterRecords.sequenceOf(record);
        if (sequence != null) {
          held.add(sequence);
        }
        return;
      }
      switch (decoded) {
        case Decoded.Nothing<EventMessage<?>> _ -> {}
        case Decoded.Mark<EventMessage<?>>(Instant at, List<LogCount> told) -> {
          completeTo = at;
          reader.mark(at, told);
        }
        case Decoded.Content<EventMessage<?>>(EventMessage<?> event) ->
            hand((DomainEventMessage<?>) event);
      }
    }

    private void hand(DomainEventMessage<?> event) {
      var counted = (LogCount) event.getMetaData().get(LogCount.METADATA);
      switch (event.getPayload()) {
        case OrderEvent it -> reader.order(it, event.getSequenceNumber(), counted);
        case MerchantEvent it -> reader.merchant(it, event.getSequenceNumber(), counted);
        default -> throw new IllegalStateException("no event of Mocha: " + event.getPayloadType());
      }
    }
  }
}
