package dev.mocha.kafka.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.domain.ordering.OrderEvent.OrderAccepted;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.kafka.Samples;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.KafkaProperties;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes records by hand, as the log's contract says, or not. */
public final class LogWriter implements AutoCloseable {

  private final KafkaProperties properties;
  private final KafkaProducer<String, byte[]> producer;

  public LogWriter(KafkaProperties properties) {
    this.properties = properties;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", properties.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** A partition of the topic of orders. */
  public LogPartition partition(int number) {
    return new LogPartition(properties.topics().orders(), number);
  }

  /** The sequence numbers of an order, from the first to before the last. */
  public void events(int partition, String orderId, int from, int to) {
    for (int sequence = from; sequence < to; sequence++) {
      send(partition, data(orderId), headers(orderId, sequence));
    }
  }

  /** Everything committed before this moment stands before it. */
  public void watermark(int partition, String at) {
    send(
        partition,
        null,
        Map.of(
            "ce_specversion", "1.0",
            "ce_id", "watermark",
            "ce_source", "/mocha/orders",
            "ce_type", "log-watermark",
            "ce_time", at));
  }

  public static byte[] data(String orderId) {
    return new JsonEvents()
        .serialize(
            new OrderAccepted(new OrderId(orderId), Samples.MERCHANT, Samples.DAY, Instant.EPOCH),
            byte[].class)
        .getData();
  }

  public static Map<String, String> headers(String orderId, long sequence) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("ce_specversion", "1.0");
    headers.put("ce_id", orderId + "-" + sequence);
    headers.put("ce_source", "/mocha/orders");
    headers.put("ce_type", "order-accepted");
    headers.put("ce_dataschema", "urn:mocha:schema:order-accepted:1");
    headers.put("ce_subject", orderId);
    headers.put("ce_sequence", Long.toString(sequence));
    headers.put("ce_time", "2018-07-26T05:12:33.123456Z");
    headers.put("content-type", "application/json");
    return headers;
  }

  public void send(int partition, byte @Nullable [] data, Map<String, String> headers) {
    send(partition, "m-1", data, headers);
  }

  /**
   * Writes a record.
   *
   * @param partition where the producer puts the key when null
   * @return the partition where it is
   */
  public int send(
      @Nullable Integer partition,
      String key,
      byte @Nullable [] data,
      Map<String, String> headers) {
    var record =
        new ProducerRecord<String, byte[]>(properties.topics().orders(), partition, key, data);
    headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    try {
      return producer.send(record).get().partition();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
