package dev.mocha.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mocha.kafka.log.Watermark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Reads the records of the log and sends them again, past the outbox relay. */
final class PublishedRecords {

  private static final List<String> TOPICS = List.of(RawLog.ORDERS, "mocha.merchants");

  private final Map<String, Object> configuration;

  PublishedRecords(String broker) {
    this.configuration = Map.of("bootstrap.servers", broker);
  }

  /** Where each partition ends now. */
  Map<TopicPartition, Long> ends() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return consumer.endOffsets(partitions(consumer));
    }
  }

  /** Every event that is on the log now, those of a partition in their order, no watermarks. */
  List<ConsumerRecord<byte[], byte[]>> events() {
    var events = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (ends.entrySet().stream()
          .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(events::add);
      }
    }
    events.removeIf(it -> header(it, "ce_type").equals(Watermark.TYPE));
    return events;
  }

  static String idOf(ConsumerRecord<byte[], byte[]> record) {
    return header(record, "ce_id");
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  /** Each as it is, in its partition: the log says the same thing twice. */
  void sendAgain(List<ConsumerRecord<byte[], byte[]>> records) {
    send(
        records.stream()
            .map(
                it ->
                    new ProducerRecord<>(
                        it.topic(), it.partition(), it.key(), it.value(), it.headers()))
            .toList());
  }

  /** In any order and in any partition of their topic. */
  void scatter(List<ConsumerRecord<byte[], byte[]>> records, Random random) {
    Map<TopicPartition, Long> ends = ends();
    send(
        records.stream()
            .map(
                it -> {
                  long partitions =
                      ends.keySet().stream().filter(at -> at.topic().equals(it.topic())).count();
                  return new ProducerRecord<>(
                      it.topic(),
                      random.nextInt((int) partitions),
                      it.key(),
                      it.value(),
                      it.headers());
                })
            .toList());
  }

  private void send(List<ProducerRecord<byte[], byte[]>> records) {
    try (var producer =
        new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer())) {
      var sent = new ArrayList<Future<?>>();
      records.forEach(it -> sent.add(producer.send(it)));
      for (Future<?> it : sent) {
        it.get();
      }
    } catch (InterruptedException | ExecutionException failed) {
      throw new AssertionError(failed);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
    return TOPICS.stream()
        .flatMap(topic -> consumer.partitionsFor(topic).stream())
        .map(it -> new TopicPartition(it.topic(), it.partition()))
        .toList();
  }
}
