package dev.mocha.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** Writes records to the log without validation. */
final class RawLog implements AutoCloseable {

  static final String ORDERS = "mocha.orders";

  private final KafkaProducer<byte[], byte[]> producer;

  RawLog(ConfigurableApplicationContext context) {
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                context.getEnvironment().getRequiredProperty("mocha.kafka.bootstrap-servers"),
                "max.request.size",
                4_000_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** The headers that the log client writes. */
  static Map<String, byte @Nullable []> headers(String type, String orderId, long sequence) {
    var headers = new LinkedHashMap<String, byte @Nullable []>();
    headers.put("ce_specversion", "1.0".getBytes(UTF_8));
    headers.put("ce_id", (orderId + "-" + sequence).getBytes(UTF_8));
    headers.put("ce_source", "/test".getBytes(UTF_8));
    headers.put("ce_type", type.getBytes(UTF_8));
    headers.put("ce_dataschema", ("urn:mocha:schema:" + type + ":1").getBytes(UTF_8));
    headers.put("ce_subject", orderId.getBytes(UTF_8));
    headers.put("ce_sequence", Long.toString(sequence).getBytes(UTF_8));
    headers.put("ce_time", "2018-07-26T05:12:33Z".getBytes(UTF_8));
    headers.put("content-type", "application/json".getBytes(UTF_8));
    return headers;
  }

  /** Returns when the broker has acknowledged the record. */
  RecordMetadata send(
      byte @Nullable [] key, byte @Nullable [] value, Map<String, byte @Nullable []> headers) {
    var record = new ProducerRecord<byte[], byte[]>(ORDERS, key, value);
    headers.forEach((name, text) -> record.headers().add(name, text));
    try {
      return producer.send(record).get();
    } catch (InterruptedException | ExecutionException failed) {
      throw new AssertionError(failed);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
