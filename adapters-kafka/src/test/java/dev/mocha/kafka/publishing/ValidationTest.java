package dev.mocha.kafka.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.ordering.EventValidation;
import dev.mocha.application.publishing.OutboxEvent;
import dev.mocha.kafka.Samples;
import dev.mocha.kafka.TestBroker;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.log.TestSchemas;
import dev.mocha.logclient.InvalidEvent;
import dev.mocha.logclient.SchemaId;
import dev.mocha.logclient.Schemas;
import dev.mocha.logclient.Violation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.tracing.NoOpSpanFactory;
import org.junit.jupiter.api.Test;

/** Nothing goes out that does not keep its schema, and nothing is lost by that. */
class ValidationTest {

  /** The domain refuses it; it can only come of a mistake in what stores events. */
  private static final byte[] REFUND_OF_NOTHING =
      """
      {"orderId":"o-1","merchantId":"m-1","businessDate":"2018-07-26",\
      "at":"2018-07-26T05:12:33Z","amount":0,"reason":null}\
      """
          .getBytes(UTF_8);

  private final JsonEvents json = new JsonEvents();
  private final KafkaProperties properties = TestBroker.freshTopics();

  @Test
  void the_stored_bytes_go_out_as_they_are() {
    byte[] stored =
        """
        { "merchantId": "m-1", "later": [1, {"at": "never"}], "orderId": "o-1",
          "at": "2018-07-26T05:12:33Z", "businessDate": "2018-07-26" }
        """
            .getBytes(UTF_8);
    try (RelayProducer log = log(TestSchemas.OWN)) {
      log.publish(List.of(stored("e-1", "order-ready", 3, stored)));
    }

    List<ConsumerRecord<String, byte[]>> records = TestBroker.read(properties.topics().orders());
    assertThat(records)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.value()).isEqualTo(stored);
              assertThat(it.key()).isEqualTo("m-1");
              assertThat(header(it, "ce_subject")).isEqualTo("o-1");
              assertThat(header(it, "ce_time")).isEqualTo("2018-07-26T05:12:33Z");
            });
  }

  @Test
  void an_event_of_an_older_revision_goes_out_as_its_upcaster_has_it() {
    byte[] today = json.serialize(Samples.PLACED, byte[].class).getData();
    try (RelayProducer log = log(TestSchemas.OWN)) {
      log.publish(List.of(stored("e-1", "order-placed", 0, Samples.PLACED_1.getBytes(UTF_8))));
    }

    assertThat(TestBroker.read(properties.topics().orders()))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(tree(it.value())).isEqualTo(tree(today));
              assertThat(it.key()).isEqualTo("m-1");
              assertThat(header(it, "ce_id")).isEqualTo("e-1");
              assertThat(header(it, "ce_subject")).isEqualTo("o-1");
              assertThat(header(it, "ce_time")).isEqualTo("2018-07-26T05:12:33.123456Z");
              assertThat(header(it, "ce_dataschema"))
                  .isEqualTo("http://schemas.example/log/order-placed/2");
              assertThat(header(it, "ce_axonmessagerevision")).isEqualTo("2");
            });
  }

  @Test
  void an_event_that_no_upcaster_can_repair_is_not_published() {
    byte[] broken =
        Samples.PLACED_1.replace("\"quantity\":2", "\"quantity\":\"2\"").getBytes(UTF_8);
    try (RelayProducer log = log(TestSchemas.OWN)) {
      assertThatThrownBy(() -> log.publish(List.of(stored("e-1", "order-placed", 0, broken))))
          .isInstanceOf(InvalidEvent.class)
          .hasMessage(
              "event e-1 of type order-placed/2 is invalid: /lines/0/quantity string found, integer"
                  + " expected");
    }

    assertThat(ids()).isEmpty();
  }

  @Test
  void an_event_of_an_older_revision_without_an_upcaster_is_published_under_its_own_schema() {
    var texts = new HashMap<SchemaId, String>();
    TestSchemas.OWN.ids().forEach(it -> texts.put(it, TestSchemas.OWN.text(it).orElseThrow()));
    texts.put(new SchemaId("order-ready", "2"), texts.get(new SchemaId("order-ready", "1")));
    try (RelayProducer log = log(Schemas.of(texts))) {
      log.publish(
          List.of(
              stored(
                  "e-1", "order-ready", 3, json.serialize(Samples.READY, byte[].class).getData())));
    }

    assertThat(TestBroker.read(properties.topics().orders()))
        .extracting(it -> header(it, "ce_dataschema"))
        .containsExactly("http://schemas.example/log/order-ready/1");
  }

  @Test
  void nothing_of_a_batch_with_an_invalid_event_is_sent() {
    try (RelayProducer log = log(TestSchemas.OWN)) {
      assertThatThrownBy(
              () ->
                  log.publish(
                      List.of(
                          message("e-1", 0, Samples.PLACED),
                          stored("e-2", "order-refunded", 1, REFUND_OF_NOTHING),
                          message("e-3", 2, Samples.READY))))
          .isInstanceOfSatisfying(
              InvalidEvent.class,
              it ->
                  assertThat(it.violations())
                      .containsExactly(new Violation("/amount", "must have a minimum value of 1")));
    }

    assertThat(ids()).isEmpty();
  }

  @Test
  void an_event_that_was_validated_when_it_was_stored_is_not_validated_again() {
    try (RelayProducer log = log(TestSchemas.OWN)) {
      log.publish(
          List.of(
              new StoredEvent(
                  "order", "o-1", 1, "e-1", "order-refunded", "1", REFUND_OF_NOTHING, true)));
    }

    assertThat(ids()).containsExactly("e-1");
  }

  @Test
  void an_event_that_was_valid_in_an_older_revision_is_validated_in_the_newest() {
    byte[] broken =
        Samples.PLACED_1.replace("\"quantity\":2", "\"quantity\":\"2\"").getBytes(UTF_8);
    try (RelayProducer log = log(TestSchemas.OWN)) {
      assertThatThrownBy(
              () ->
                  log.publish(
                      List.of(
                          new StoredEvent(
                              "order", "o-1", 0, "e-1", "order-placed", "1", broken, true))))
          .isInstanceOf(InvalidEvent.class);
    }
  }

  @Test
  void an_event_is_refused_before_it_is_stored() {
    EventValidation validation = new StoredEventValidation(TestSchemas.OWN);
    validation.require("e-1", json.serialize(Samples.PLACED, byte[].class));

    assertThatThrownBy(
            () ->
                validation.require(
                    "e-2", stored("e-2", "order-refunded", 1, REFUND_OF_NOTHING).getPayload()))
        .isInstanceOf(EventValidation.Invalid.class)
        .hasMessage(
            "event e-2 of type order-refunded/1 is invalid: /amount must have a minimum value of"
                + " 1");
    assertThatThrownBy(
            () ->
                validation.require(
                    "e-3", stored("e-3", "order-lost", 1, REFUND_OF_NOTHING).getPayload()))
        .isInstanceOf(EventValidation.Invalid.class)
        .hasMessageContaining("order-lost/1");
  }

  @Test
  void a_batch_goes_out_once_the_schema_is_repaired() {
    List<OutboxEvent> batch =
        List.of(
            message("e-1", 0, Samples.PLACED),
            stored("e-2", "order-refunded", 1, REFUND_OF_NOTHING),
            message("e-3", 2, Samples.READY));
    try (RelayProducer log = log(TestSchemas.OWN)) {
      assertThatThrownBy(() -> log.publish(batch)).isInstanceOf(InvalidEvent.class);
    }

    try (RelayProducer log = log(repaired())) {
      log.publish(batch);
    }
    assertThat(ids()).containsExactly("e-1", "e-2", "e-3");
  }

  /** A refund of nothing is allowed. */
  private static Schemas repaired() {
    var texts = new HashMap<SchemaId, String>();
    TestSchemas.OWN
        .ids()
        .forEach(
            it ->
                texts.put(
                    it,
                    TestSchemas.OWN
                        .text(it)
                        .orElseThrow()
                        .replace("\"minimum\": 1,", "\"minimum\": 0,")));
    return Schemas.of(texts);
  }

  private RelayProducer log(Schemas schemas) {
    return new RelayProducer(
        properties, schemas, json, new SimpleMeterRegistry(), NoOpSpanFactory.INSTANCE);
  }

  private OutboxEvent message(String id, long sequence, Object event) {
    SerializedObject<byte[]> data = json.serialize(event, byte[].class);
    return stored(
        id, data.getType().getName(), data.getType().getRevision(), sequence, data.getData());
  }

  private static OutboxEvent stored(String id, String type, long sequence, byte[] data) {
    return stored(id, type, "1", sequence, data);
  }

  private static OutboxEvent stored(
      String id, String type, String revision, long sequence, byte[] data) {
    return new StoredEvent("order", "o-1", sequence, id, type, revision, data, false);
  }

  private List<String> ids() {
    return TestBroker.read(properties.topics().orders()).stream()
        .map(it -> header(it, "ce_id"))
        .toList();
  }

  private static JsonNode tree(byte[] json) throws IOException {
    return new ObjectMapper().readTree(json);
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
