package dev.mocha.kafka.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.application.publishing.EventTypes;
import dev.mocha.kafka.Samples;
import dev.mocha.logclient.SchemaId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonEventsTest {

  private static final String OF_THE_ORDER =
      "\"orderId\":\"o-1\",\"merchantId\":\"m-1\",\"businessDate\":\"2018-07-26\","
          + "\"at\":\"2018-07-26T05:12:33.123456Z\"";

  private static final String AGREEMENT =
      """
      {"merchantId":"m-1","at":"2018-07-26T05:12:33.123456Z","terms":{"name":"Warung Sari",\
      "timeZone":"Asia/Jakarta","dayCutoff":"04:00:00","currency":"IDR","commissionBps":2000}}\
      """;

  private final JsonEvents json = new JsonEvents();

  static Stream<Arguments> samples() {
    return Stream.of(
        Arguments.of(
            "order-placed",
            Samples.PLACED,
            "{"
                + OF_THE_ORDER
                + """
                ,"timeZone":"Asia/Jakarta","currency":"IDR","orderNumber":"F-1","customerId":"c-9",\
                "paymentMethod":"GOPAY","lines":[{"sku":"ng","name":"Nasi Goreng","quantity":2,\
                "unitPrice":25000,"note":"pedas"},{"sku":"et","name":"Es Teh","quantity":1,\
                "unitPrice":5000,"note":null}],"itemsTotal":55000,"discount":5000,"deliveryFee":8000,"tax":1100,\
                "commission":10000,"note":"no cutlery 🙏"}\
                """),
        Arguments.of("order-accepted", Samples.ACCEPTED, "{" + OF_THE_ORDER + "}"),
        Arguments.of(
            "order-rejected",
            Samples.REJECTED,
            "{" + OF_THE_ORDER + ",\"reason\":\"OUT_OF_STOCK\"}"),
        Arguments.of("order-ready", Samples.READY, "{" + OF_THE_ORDER + "}"),
        Arguments.of("order-picked-up", Samples.PICKED_UP, "{" + OF_THE_ORDER + "}"),
        Arguments.of("order-delivered", Samples.DELIVERED, "{" + OF_THE_ORDER + "}"),
        Arguments.of(
            "order-cancelled",
            Samples.CANCELLED,
            "{" + OF_THE_ORDER + ",\"by\":\"customer\",\"reason\":null}"),
        Arguments.of(
            "order-refunded",
            Samples.REFUNDED,
            "{" + OF_THE_ORDER + ",\"amount\":20000,\"reason\":\"COLD\"}"),
        Arguments.of("merchant-registered", Samples.REGISTERED, AGREEMENT),
        Arguments.of("merchant-changed", Samples.CHANGED, AGREEMENT));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void an_event_is_this_json_under_this_name(String name, Object event, String text) {
    SerializedObject<String> written = json.serialize(event, String.class);

    assertThat(written.getData()).isEqualTo(text);
    assertThat(written.getType())
        .isEqualTo(new SimpleSerializedType(name, EventTypes.named(name).orElseThrow().revision()));
    assertThat(json.<String, Object>deserialize(written)).isEqualTo(event);
    assertThat(json.<byte[], Object>deserialize(json.serialize(event, byte[].class)))
        .isEqualTo(event);
  }

  @Test
  void every_type_of_event_has_a_sample() {
    assertThat(samples().map(it -> it.get()[0]))
        .containsExactlyElementsOf(
            EventTypes.all().stream().<Object>map(EventTypes.EventType::name).toList());
  }

  @Test
  void a_missing_field_is_an_error() {
    String whole = json.serialize(Samples.REFUNDED, String.class).getData();

    assertThatThrownBy(() -> read("order-refunded", whole.replace("\"amount\":20000,", "")))
        .isInstanceOf(SerializationException.class);
    assertThatThrownBy(() -> read("order-refunded", whole.replace(",\"reason\":\"COLD\"", "")))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void a_null_number_is_an_error() {
    String whole = json.serialize(Samples.REFUNDED, String.class).getData();

    assertThatThrownBy(() -> read("order-refunded", whole.replace("20000", "null")))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void a_value_of_another_type_is_an_error() {
    String whole = json.serialize(Samples.REFUNDED, String.class).getData();

    assertThatThrownBy(() -> read("order-refunded", whole.replace("20000", "\"20000\"")))
        .isInstanceOf(SerializationException.class);
    assertThatThrownBy(() -> read("order-refunded", whole.replace("20000", "20000.5")))
        .isInstanceOf(SerializationException.class);
    assertThatThrownBy(
            () -> read("order-refunded", whole.replaceFirst("\"at\":\"[^\"]*\"", "\"at\":1")))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void an_unknown_field_is_ignored() {
    String whole = json.serialize(Samples.READY, String.class).getData();

    assertThat(read("order-ready", whole.replace("{", "{\"later\":1,"))).isEqualTo(Samples.READY);
  }

  @Test
  void data_of_an_older_revision_are_upcast_step_by_step_and_newer_ones_are_read_unchanged() {
    UnaryOperator<ObjectNode> renamed = data -> data.<ObjectNode>set("why", data.remove("cause"));
    UnaryOperator<ObjectNode> renamedAgain =
        data -> data.<ObjectNode>set("reason", data.remove("why"));
    var upcasting =
        new JsonEvents(
            Map.of(
                new SchemaId("order-rejected", "1"), renamed,
                new SchemaId("order-rejected", "2"), renamedAgain));

    for (String revision : List.of("1", "2", "3", "4")) {
      String field = revision.equals("1") ? "cause" : revision.equals("2") ? "why" : "reason";
      String text = "{" + OF_THE_ORDER + ",\"" + field + "\":\"OUT_OF_STOCK\"}";
      assertThat(
              upcasting.<String, Object>deserialize(
                  new SimpleSerializedObject<>(
                      text, String.class, new SimpleSerializedType("order-rejected", revision))))
          .isEqualTo(Samples.REJECTED);
    }
  }

  @Test
  void data_that_are_not_an_object_are_not_upcast() {
    for (String text : List.of("[]", "null", "1", "{broken")) {
      var stored =
          new SimpleSerializedObject<>(
              text.getBytes(UTF_8), byte[].class, new SimpleSerializedType("order-placed", "1"));

      assertThat(json.upcast(stored)).isEqualTo(stored);
    }
    assertThatThrownBy(() -> read("order-placed", "[]")).isInstanceOf(SerializationException.class);
  }

  @Test
  void an_unknown_type_is_not_read_as_another() {
    assertThat(read("order-lost", "{}")).isInstanceOf(UnknownSerializedType.class);
  }

  @Test
  void tokens_of_axon_are_read_back() {
    var token = GapAwareTrackingToken.newInstance(7, new HashSet<>(List.of(3L, 5L)));

    assertThat(json.<byte[], Object>deserialize(json.serialize(token, byte[].class)))
        .isEqualTo(token);
    assertThat(
            json.<byte[], Object>deserialize(
                json.serialize(MetaData.with("sequence", "1"), byte[].class)))
        .isEqualTo(MetaData.with("sequence", "1"));
  }

  private Object read(String type, String text) {
    return json.<String, Object>deserialize(
        new SimpleSerializedObject<>(text, String.class, new SimpleSerializedType(type, "1")));
  }
}
