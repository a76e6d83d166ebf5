package dev.mocha.kafka.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.publishing.LogEvent;
import dev.mocha.application.publishing.LogIngest.Outcome;
import dev.mocha.application.publishing.LogIngest.Violation;
import dev.mocha.application.publishing.LogIngest.WatermarkOutcome;
import dev.mocha.kafka.Samples;
import dev.mocha.kafka.TestBroker;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.logclient.SchemaId;
import dev.mocha.logclient.Schemas;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaIngestTest {

  private static final String PAYMENT =
      """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
       "required":["amount"],"properties":{"amount":{"type":"integer"}}}
      """;

  private static final Schemas SCHEMAS =
      Schemas.onClassPath(KafkaIngestTest.class.getClassLoader(), "schemas")
          .with(Schemas.of(Map.of(new SchemaId("payment-taken", "1"), PAYMENT)));

  private final KafkaProperties own = TestBroker.freshTopics();
  private final String orders = own.topics().orders();
  private final String payments = orders + "-payments";
  private final KafkaProperties properties = TestBroker.open(own, Set.of(orders, payments));
  private final KafkaIngest ingest = new KafkaIngest(properties, SCHEMAS, new JsonEvents());

  @AfterEach
  void close() {
    ingest.close();
  }

  @Test
  void only_configured_topics_are_open() {
    assertThat(ingest.topics()).containsExactlyInAnyOrder(orders, payments);
    try (var byDefault = new KafkaIngest(own, SCHEMAS, new JsonEvents())) {
      assertThat(byDefault.topics())
          .containsExactlyInAnyOrder(own.topics().orders(), own.topics().merchants());
    }
  }

  @Test
  void an_event_of_another_service_is_appended_unchanged() {
    LogEvent event =
        event(
            Map.of(
                "id", "p-1",
                "type", "payment-taken",
                "dataschema", "https://pay.example/schemas/payment-taken/1",
                "subject", "o-7",
                "time", "2018-07-26T05:12:33Z",
                "datacontenttype", "application/json",
                "channel", "GOPAY"),
            "{\"amount\": 1}");

    List<Outcome> outcomes = ingest.append(payments, List.of(event));

    List<ConsumerRecord<String, byte[]>> records = TestBroker.read(payments);
    assertThat(records).hasSize(1);
    assertThat(outcomes)
        .containsExactly(new Outcome.Acknowledged(records.getFirst().partition(), 0));
    assertThat(records.getFirst().key()).isEqualTo("o-7");
    assertThat(records.getFirst().value()).isEqualTo("{\"amount\": 1}".getBytes(UTF_8));
    assertThat(headers(records.getFirst()))
        .isEqualTo(
            Map.of(
                "ce_specversion", "1.0",
                "ce_id", "p-1",
                "ce_source", "/test",
                "ce_type", "payment-taken",
                "ce_dataschema", "https://pay.example/schemas/payment-taken/1",
                "ce_subject", "o-7",
                "ce_time", "2018-07-26T05:12:33Z",
                "ce_channel", "GOPAY",
                "content-type", "application/json"));
  }

  @Test
  void an_order_event_is_keyed_by_its_merchant() {
    assertThat(ingest.append(orders, List.of(accepted(Map.of(), "o-1"))))
        .singleElement()
        .isInstanceOf(Outcome.Acknowledged.class);

    assertThat(TestBroker.read(orders))
        .singleElement()
        .satisfies(it -> assertThat(it.key()).isEqualTo("m-1"));
  }

  @Test
  void an_order_event_of_an_older_revision_is_appended_unchanged() {
    LogEvent older = placed("https://orders.example/order-placed/1", Samples.PLACED_1);

    assertThat(ingest.append(orders, List.of(older)))
        .singleElement()
        .isInstanceOf(Outcome.Acknowledged.class);
    assertThat(TestBroker.read(orders))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.key()).isEqualTo("m-1");
              assertThat(headers(it))
                  .containsEntry("ce_dataschema", "https://orders.example/order-placed/1");
              assertThat(it.value()).isEqualTo(Samples.PLACED_1.getBytes(UTF_8));
            });
  }

  @Test
  void a_total_that_is_not_the_sum_of_the_lines_is_rejected() {
    String data = Samples.PLACED_1.replace("\"discount\":", "\"itemsTotal\":54999,\"discount\":");

    assertInvalid(
        orders,
        placed("https://orders.example/order-placed/2", data),
        new Violation("/data", "cannot be read: the total is not the sum of the lines: 54999"));
    assertInvalid(
        orders,
        placed("https://orders.example/order-placed/2", Samples.PLACED_1),
        new Violation("/data", "required property 'itemsTotal' not found"));
  }

  @Test
  void all_faults_of_the_attributes_are_reported_together() {
    assertThat(ingest.append(payments, List.of(new LogEvent(Map.of("time", "noon"), new byte[0]))))
        .containsExactly(
            new Outcome.Invalid(
                List.of(
                    new Violation("/specversion", "must be 1.0"),
                    new Violation("/id", "is required"),
                    new Violation("/source", "is required"),
                    new Violation("/type", "is required"),
                    new Violation("/time", "must be a time of RFC 3339"))));
    assertInvalid(
        payments, payment(Map.of("source", "a b")), new Violation("/source", "must be a URI"));
    assertInvalid(
        payments,
        payment(Map.of("Bad-Name", "x")),
        new Violation("/Bad-Name", "must be named by 1 to 20 lower-case letters and digits"));
    assertInvalid(
        payments,
        payment(Map.of("id", "a\u0000b")),
        new Violation("/id", "must have at most 1024 characters, and no control characters"));
  }

  @Test
  void data_must_be_valid_against_a_known_schema_of_their_type() {
    assertInvalid(
        payments,
        payment(Map.of("dataschema", "https://pay.example/payment-taken/2")),
        new Violation("/dataschema", "names an unknown schema: payment-taken/2"));
    assertInvalid(
        payments,
        payment(Map.of("dataschema", "https://pay.example/order-placed/1")),
        new Violation("/dataschema", "must name a schema of the type payment-taken"));
    assertInvalid(
        payments,
        payment(Map.of("datacontenttype", "text/plain")),
        new Violation("/datacontenttype", "must be JSON"));
    assertInvalid(
        payments,
        new LogEvent(payment(Map.of()).attributes(), new byte[0]),
        new Violation("/data", "is required"));
    assertInvalid(
        payments,
        new LogEvent(payment(Map.of()).attributes(), "{\"amount\":\"1\"}".getBytes(UTF_8)),
        new Violation("/data/amount", "string found, integer expected"));
  }

  @Test
  void the_topics_of_orders_and_merchants_require_what_their_readers_need() {
    assertInvalid(orders, payment(Map.of()), new Violation("/type", "is not a type of this topic"));
    assertInvalid(
        own.topics().orders(),
        accepted(Map.of("subject", "o-2"), "o-1"),
        new Violation("/subject", "must be the id in the data: o-1"));
    assertInvalid(
        orders,
        accepted(Map.of("partitionkey", "o-1"), "o-1"),
        new Violation("/partitionkey", "must be the merchant's id, or absent"));
    assertInvalid(
        orders,
        accepted(Map.of("sequence", "-1"), "o-1"),
        new Violation("/sequence", "must number the events of the subject from 0"));
    var timeless = new HashMap<>(accepted(Map.of(), "o-1").attributes());
    timeless.remove("time");
    assertInvalid(
        orders,
        new LogEvent(timeless, accepted(Map.of(), "o-1").data()),
        new Violation("/time", "is required"));
  }

  @Test
  void later_events_of_a_subject_are_blocked_by_an_invalid_one() {
    List<Outcome> outcomes =
        ingest.append(
            payments,
            List.of(
                payment(Map.of("id", "1", "subject", "a")),
                payment(Map.of("id", "2", "subject", "a", "time", "noon")),
                payment(Map.of("id", "3", "subject", "b")),
                payment(Map.of("id", "4", "subject", "a"))));

    assertThat(outcomes)
        .satisfiesExactly(
            it -> assertThat(it).isInstanceOf(Outcome.Acknowledged.class),
            it -> assertThat(it).isInstanceOf(Outcome.Invalid.class),
            it -> assertThat(it).isInstanceOf(Outcome.Acknowledged.class),
            it -> assertThat(it).isEqualTo(new Outcome.Blocked()));
    assertThat(TestBroker.read(payments))
        .extracting(it -> headers(it).get("ce_id"))
        .containsExactlyInAnyOrder("1", "3");
  }

  @Test
  void an_event_waits_for_the_acknowledgement_of_its_subjects_previous_event() {
    // Above the size of the producer's batches, so that the large event is alone in its batch.
    String narrow = TestBroker.freshTopics(300_000).topics().orders();
    var open = TestBroker.open(own, Set.of(narrow));
    LogEvent large = large(Map.of("id", "3", "subject", "a"), 400_000);
    try (var narrowed = new KafkaIngest(open, SCHEMAS, new JsonEvents())) {
      List<Outcome> outcomes =
          narrowed.append(
              narrow,
              List.of(
                  payment(Map.of("id", "1", "subject", "a")),
                  payment(Map.of("id", "2", "subject", "b")),
                  large,
                  payment(Map.of("id", "4", "subject", "a")),
                  payment(Map.of("id", "5", "subject", "b"))));

      assertThat(outcomes)
          .containsExactly(
              new Outcome.Acknowledged(0, 0),
              new Outcome.Acknowledged(0, 1),
              new Outcome.Invalid(List.of(new Violation("/data", "is larger than the log allows"))),
              new Outcome.Blocked(),
              new Outcome.Acknowledged(0, 2));
    }
  }

  /** A payment with a text that cannot be compressed. */
  private static LogEvent large(Map<String, String> attributes, int length) {
    var text =
        new Random(1)
            .ints(length, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    return new LogEvent(
        payment(attributes).attributes(),
        "{\"amount\":1,\"text\":\"%s\"}".formatted(text).getBytes(UTF_8));
  }

  @Test
  void an_event_that_is_too_large_for_the_log_is_invalid() {
    assertInvalid(
        payments,
        large(Map.of(), 2_000_000),
        new Violation("/data", "is larger than the log allows"));
  }

  @Test
  void without_a_broker_appending_times_out() {
    KafkaProperties nowhere = TestBroker.nowhere();
    var timeout = Duration.ofSeconds(1);
    try (var away = new KafkaIngest(nowhere, SCHEMAS, new JsonEvents(), timeout)) {
      assertThat(
              away.append(
                  nowhere.topics().orders(),
                  List.of(
                      accepted(Map.of(), "o-1"),
                      accepted(Map.of(), "o-2"),
                      accepted(Map.of(), "o-3"),
                      accepted(Map.of(), "o-4"))))
          .containsOnly(new Outcome.TimedOut());
    }
  }

  @Test
  void watermarks_of_topics_that_mocha_writes_itself_are_refused() {
    Instant moment = Instant.parse("2018-07-26T05:12:33Z");

    assertThat(ingest.watermark(orders, URI.create("/shop"), moment))
        .isEqualTo(WatermarkOutcome.REFUSED);
    assertThat(ingest.watermark(payments, URI.create("/shop"), moment))
        .isEqualTo(WatermarkOutcome.ACKNOWLEDGED);

    assertThat(TestBroker.read(orders)).isEmpty();
    assertThat(TestBroker.read(payments))
        .hasSize(own.topics().partitions())
        .allSatisfy(it -> assertThat(headers(it)).containsEntry("ce_type", "log-watermark"));
    try (var open =
        new KafkaIngest(TestBroker.withWatermarksOfOthers(properties), SCHEMAS, new JsonEvents())) {
      assertThat(open.watermark(orders, URI.create("/shop"), moment))
          .isEqualTo(WatermarkOutcome.ACKNOWLEDGED);
    }
    assertThat(TestBroker.read(orders)).hasSize(own.topics().partitions());
  }

  private void assertInvalid(String topic, LogEvent event, Violation violation) {
    assertThat(ingest.append(topic, List.of(event)))
        .containsExactly(new Outcome.Invalid(List.of(violation)));
  }

  private static LogEvent payment(Map<String, String> attributes) {
    var all = new HashMap<String, String>();
    all.put("id", "p-1");
    all.put("type", "payment-taken");
    all.put("dataschema", "https://pay.example/payment-taken/1");
    all.putAll(attributes);
    return event(all, "{\"amount\":1}");
  }

  private static LogEvent accepted(Map<String, String> attributes, String orderId) {
    var all = new HashMap<String, String>();
    all.put("id", "e-1");
    all.put("type", "order-accepted");
    all.put("dataschema", "urn:mocha:schema:order-accepted:1");
    all.put("subject", orderId);
    all.put("sequence", "1");
    all.put("time", "2018-07-26T05:12:33Z");
    all.putAll(attributes);
    return event(
        all,
        """
        {"orderId":"%s","merchantId":"%s","businessDate":"2018-07-26",\
        "at":"2018-07-26T05:12:33Z"}\
        """
            .formatted(orderId, Samples.MERCHANT));
  }

  private static LogEvent placed(String schema, String data) {
    return event(
        Map.of(
            "id", "e-0",
            "type", "order-placed",
            "dataschema", schema,
            "subject", "o-1",
            "sequence", "0",
            "time", "2018-07-26T05:12:33.123456Z"),
        data);
  }

  private static LogEvent event(Map<String, String> attributes, String data) {
    var all = new HashMap<>(attributes);
    all.putIfAbsent("specversion", "1.0");
    all.putIfAbsent("source", "/test");
    return new LogEvent(all, data.getBytes(UTF_8));
  }

  private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
    var headers = new TreeMap<String, String>();
    record.headers().forEach(it -> headers.put(it.key(), new String(it.value(), UTF_8)));
    return headers;
  }
}
