package dev.mocha.kafka.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.publishing.OutboxEvent;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.kafka.Samples;
import dev.mocha.kafka.TestBroker;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.log.TestSchemas;
import dev.mocha.kafka.log.Watermark;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.tracing.NoOpSpanFactory;
import org.junit.jupiter.api.Test;

class RelayProducerTest {

  private static final int CLIENT_LIMIT = 1_048_576;

  /** Above the size of the producer's batches, so that only a single record can exceed it. */
  private static final int BROKER_LIMIT = 300_000;

  private static final JsonEvents JSON = new JsonEvents();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void an_event_is_a_cloud_event_keyed_by_its_merchant() {
    KafkaProperties properties = TestBroker.freshTopics();
    try (RelayProducer log = log(properties)) {
      log.publish(List.of(message("e-1", "o-1", 7, Samples.ACCEPTED)));
    }

    List<ConsumerRecord<String, byte[]>> records = TestBroker.read(properties.topics().orders());
    assertThat(records).hasSize(1);
    assertThat(records.getFirst().key()).isEqualTo("m-1");
    assertThat(headers(records.getFirst()))
        .isEqualTo(
            Map.ofEntries(
                entry("ce_specversion", "1.0"),
                entry("ce_id", "e-1"),
                entry("ce_source", "/mocha/orders"),
                entry("ce_type", "order-accepted"),
                entry("ce_dataschema", "http://schemas.example/log/order-accepted/1"),
                entry("ce_subject", "o-1"),
                entry("ce_sequence", "7"),
                entry("ce_time", "2018-07-26T05:12:33.123456Z"),
                entry("ce_recordedtime", "1970-01-01T00:00:00Z"),
                entry("content-type", "application/json"),
                // What Axon adds for its own consumers.
                entry("ce_axonmessageaggregateid", "o-1"),
                entry("ce_axonmessageaggregateseq", "7"),
                entry("ce_axonmessageaggregatetype", "order"),
                entry("ce_axonmessagerevision", "1")));
    assertThat(new String(records.getFirst().value(), UTF_8))
        .isEqualTo(
            """
            {"orderId":"o-1","merchantId":"m-1","businessDate":"2018-07-26",\
            "at":"2018-07-26T05:12:33.123456Z"}\
            """);
  }

  @Test
  void a_merchants_events_go_to_their_own_topic_under_the_merchants_name() {
    KafkaProperties properties = TestBroker.freshTopics();
    try (RelayProducer log = log(properties)) {
      log.publish(List.of(message("e-1", "merchant:m-1", 0, Samples.REGISTERED)));
    }

    assertThat(TestBroker.read(properties.topics().orders())).isEmpty();
    assertThat(TestBroker.read(properties.topics().merchants()))
        .extracting(it -> it.key(), it -> headers(it).get("ce_subject"))
        .containsExactly(tuple("m-1", "m-1"));
  }

  @Test
  void a_batch_arrives_in_its_order_and_is_counted() {
    KafkaProperties properties = TestBroker.freshTopics();
    try (RelayProducer log = log(properties)) {
      log.publish(
          IntStream.range(0, 2_000)
              .<OutboxEvent>mapToObj(it -> placed("o-" + it, "note " + it))
              .toList());
    }

    assertThat(subjects(properties))
        .isEqualTo(IntStream.range(0, 2_000).mapToObj(it -> "o-" + it).toList());
    assertThat(meters.get("mocha.relay.published").counter().count()).isEqualTo(2_000);
  }

  @Test
  void a_watermark_is_on_every_partition_of_both_topics() {
    KafkaProperties properties = TestBroker.freshTopics();
    try (RelayProducer log = log(properties)) {
      log.watermark(Instant.parse("2018-07-26T05:00:00.000001Z"), 41, List.of());
    }

    for (String topic : List.of(properties.topics().orders(), properties.topics().merchants())) {
      List<ConsumerRecord<String, byte[]>> watermarks = TestBroker.read(topic);
      assertThat(watermarks).extracting(it -> it.partition()).containsExactly(0, 1, 2);
      assertThat(watermarks)
          .allSatisfy(
              it ->
                  assertThat(headers(it))
                      .containsEntry("ce_type", "log-watermark")
                      .containsEntry("ce_time", "2018-07-26T05:00:00.000001Z")
                      .containsEntry("ce_position", "41")
                      .containsEntry("ce_source", "/mocha/orders"));
    }
  }

  @Test
  void a_batch_is_counted_by_partition_and_minute_and_watermarks_report_the_counts() {
    KafkaProperties properties = TestBroker.freshTopics();
    try (RelayProducer log = log(properties)) {
      List<LogCount> counts = log.publish(List.of(placed("o-1", null), placed("o-2", null)));
      log.watermark(Instant.parse("2018-07-26T05:00:00Z"), 2, counts);

      ConsumerRecord<String, byte[]> sent =
          TestBroker.read(properties.topics().orders()).stream()
              .filter(it -> "e-o-1".equals(headers(it).get("ce_id")))
              .findFirst()
              .orElseThrow();
      var partition = new LogPartition(sent.topic(), sent.partition());
      assertThat(counts)
          .isEqualTo(
              LogCount.sum(
                  List.of(
                      LogCount.of(partition, Instant.EPOCH, "e-o-1"),
                      LogCount.of(partition, Instant.EPOCH, "e-o-2"))));
      assertThat(headers(sent)).containsEntry("ce_recordedtime", Instant.EPOCH.toString());
      var reported =
          TestBroker.read(properties.topics().orders()).stream()
              .filter(it -> "log-watermark".equals(headers(it).get("ce_type")))
              .flatMap(
                  it ->
                      Watermark.counts(new LogPartition(it.topic(), it.partition()), it.value())
                          .stream())
              .toList();
      assertThat(reported).isEqualTo(counts);
    }
  }

  @Test
  void after_a_record_that_the_broker_rejects_nothing_later_of_its_batch_is_in_the_log() {
    KafkaProperties properties = TestBroker.freshTopics(BROKER_LIMIT);
    try (RelayProducer log = log(properties)) {
      refuse(log, BROKER_LIMIT / 2);

      assertThat(subjects(properties)).isSubsetOf("before").hasSizeLessThanOrEqualTo(1);
      assertThat(meters.get("mocha.relay.published").counter().count()).isZero();
      log.publish(List.of(placed("again", null)));
      assertThat(subjects(properties)).last().isEqualTo("again");
      assertThat(subjects(properties)).doesNotContain("too-large", "after-0", "after-99");
    }
  }

  @Test
  void after_a_record_that_the_client_rejects_nothing_later_of_its_batch_is_in_the_log() {
    KafkaProperties properties = TestBroker.freshTopics();
    try (RelayProducer log = log(properties)) {
      refuse(log, CLIENT_LIMIT);

      assertThat(subjects(properties)).isSubsetOf("before").hasSizeLessThanOrEqualTo(1);
      log.publish(List.of(placed("again", null)));
      assertThat(subjects(properties)).last().isEqualTo("again");
    }
  }

  @Test
  void a_log_that_failed_again_and_again_takes_the_next_batch() {
    KafkaProperties properties = TestBroker.freshTopics(BROKER_LIMIT);
    try (RelayProducer log = log(properties)) {
      for (int attempt = 0; attempt < 10; attempt++) {
        refuse(log, BROKER_LIMIT / 2);
        log.publish(List.of(placed("good-" + attempt, null)));
      }
    }
    assertThat(subjects(properties))
        .filteredOn(it -> !it.equals("before"))
        .isEqualTo(IntStream.range(0, 10).mapToObj(it -> "good-" + it).toList());
  }

  @Test
  void where_another_service_writes_the_watermarks_events_are_not_counted() {
    KafkaProperties properties = TestBroker.withWatermarksOfOthers(TestBroker.freshTopics());
    try (RelayProducer log = log(properties)) {
      assertThat(log.publish(List.of(message("e-1", "o-1", 7, Samples.ACCEPTED)))).isEmpty();
    }

    assertThat(TestBroker.read(properties.topics().orders()))
        .singleElement()
        .satisfies(it -> assertThat(headers(it)).doesNotContainKey("ce_recordedtime"));
  }

  /** A batch with a record too large amid it. */
  private static void refuse(RelayProducer log, int bytes) {
    var batch = new ArrayList<OutboxEvent>();
    batch.add(placed("before", null));
    batch.add(placed("too-large", incompressible(bytes)));
    for (int i = 0; i < 100; i++) {
      batch.add(placed("after-" + i, null));
    }
    assertThatThrownBy(() -> log.publish(batch))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(RecordTooLargeException.class);
  }

  private RelayProducer log(KafkaProperties properties) {
    return new RelayProducer(
        properties, TestSchemas.OWN, new JsonEvents(), meters, NoOpSpanFactory.INSTANCE);
  }

  private static OutboxEvent placed(
      String orderId, @org.jspecify.annotations.Nullable String note) {
    return message("e-" + orderId, orderId, 0, Samples.placed(new OrderId(orderId), note));
  }

  private static OutboxEvent message(String id, String aggregate, long sequence, Object event) {
    String type =
        switch (event) {
          case OrderEvent _ -> "order";
          case MerchantEvent _ -> "merchant";
          default -> throw new IllegalArgumentException(event.toString());
        };
    SerializedObject<byte[]> payload = JSON.serialize(event, byte[].class);
    return new StoredEvent(
        type,
        aggregate,
        sequence,
        id,
        payload.getType().getName(),
        payload.getType().getRevision(),
        payload.getData(),
        true);
  }

  /** So many signs of three bytes each. */
  private static String incompressible(int length) {
    return new Random(1)
        .ints(length, 0x4e00, 0x9fff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static List<String> subjects(KafkaProperties properties) {
    return TestBroker.read(properties.topics().orders()).stream()
        .map(it -> String.valueOf(headers(it).get("ce_subject")))
        .toList();
  }

  private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
    var headers = new TreeMap<String, String>();
    record.headers().forEach(it -> headers.put(it.key(), new String(it.value(), UTF_8)));
    return headers;
  }
}
