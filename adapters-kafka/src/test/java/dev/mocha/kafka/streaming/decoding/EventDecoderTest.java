package dev.mocha.kafka.streaming.decoding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.kafka.Samples;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.TestSchemas;
import dev.mocha.kafka.streaming.LogWriter;
import dev.mocha.logclient.Schemas;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {

  /** {@link Samples#PLACED} with a total. */
  private static final String WITH_TOTAL =
      Samples.PLACED_1.replace("\"discount\":", "\"itemsTotal\":%d,\"discount\":");

  private final EventDecoder decoder = new EventDecoder(new JsonEvents(), TestSchemas.OWN);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "urn:mocha:schema:order-accepted:1",
        "http://127.0.0.1:8080/api/v1/schemas/order-accepted/1",
        "https://any.where/order-accepted/1",
        "https://any.where/order-accepted/2"
      })
  void a_schema_is_known_by_its_last_two_segments_and_a_newer_revision_is_read(String schema) {
    assertThat(decoder.decode(record(schema))).isInstanceOf(Decoded.Content.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "urn:mocha:schema:order-ready:1",
        "http://127.0.0.1:8080/api/v1/schemas/order-accepted",
        "http://127.0.0.1:8080/api/v1/schemas/order-accepted/one"
      })
  void an_unknown_schema_is_invalid(String schema) {
    assertThatThrownBy(() -> decoder.decode(record(schema)))
        .isInstanceOf(InvalidRecord.class)
        .hasMessage("unknown schema %s of type order-accepted", schema);
  }

  @Test
  void data_that_violate_their_schema_are_invalid_and_the_field_is_named() {
    ConsumerRecord<byte[], byte[]> whole = record("urn:mocha:schema:order-accepted:1");
    var broken =
        new ConsumerRecord<>(
            "orders",
            0,
            0,
            whole.key(),
            new String(whole.value(), UTF_8).replace("\"o-1\"", "\"\"").getBytes(UTF_8));
    whole.headers().forEach(broken.headers()::add);

    assertThatThrownBy(() -> decoder.decode(broken))
        .isInstanceOf(InvalidRecord.class)
        .hasMessageStartingWith("the data of order-accepted: /orderId ");
  }

  @Test
  void an_order_of_the_first_revision_is_upcast_to_the_second() {
    assertThat(payload(decoder, placed(1, Samples.PLACED_1))).isEqualTo(Samples.PLACED);
    assertThat(payload(decoder, placed(2, WITH_TOTAL.formatted(55_000)))).isEqualTo(Samples.PLACED);
    assertThat(payload(decoder, placed(3, WITH_TOTAL.formatted(55_000)))).isEqualTo(Samples.PLACED);
  }

  /** A rebuild does not validate the events of the log again. */
  @Test
  void events_are_decoded_without_schemas() {
    var rebuilding = new EventDecoder(new JsonEvents(), Schemas.of(Map.of()));

    assertThat(payload(rebuilding, placed(1, Samples.PLACED_1))).isEqualTo(Samples.PLACED);
    assertThatThrownBy(() -> rebuilding.decode(placed(1, "[]"))).isInstanceOf(InvalidRecord.class);
    assertThatThrownBy(() -> rebuilding.decode(placed(1, "{broken")))
        .isInstanceOf(InvalidRecord.class);
  }

  @Test
  void a_total_that_is_not_the_sum_of_the_lines_is_invalid() {
    assertThatThrownBy(() -> decoder.decode(placed(2, WITH_TOTAL.formatted(54_999))))
        .isInstanceOf(InvalidRecord.class)
        .hasMessage("the data of order-placed: the total is not the sum of the lines: 54999");
    assertThatThrownBy(() -> decoder.decode(placed(2, Samples.PLACED_1)))
        .isInstanceOf(InvalidRecord.class)
        .hasMessage("the data of order-placed: required property 'itemsTotal' not found");
  }

  private static Object payload(EventDecoder decoder, ConsumerRecord<byte[], byte[]> record) {
    return ((Decoded.Content<DecodedEvent>) decoder.decode(record)).value().payload();
  }

  private static ConsumerRecord<byte[], byte[]> placed(int revision, String data) {
    var record = new ConsumerRecord<>("orders", 0, 0, "m-1".getBytes(UTF_8), data.getBytes(UTF_8));
    var headers = new HashMap<>(LogWriter.headers("o-1", 0));
    headers.put("ce_type", "order-placed");
    headers.put("ce_dataschema", "https://any.where/order-placed/" + revision);
    headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  private static ConsumerRecord<byte[], byte[]> record(String schema) {
    var record = new ConsumerRecord<>("orders", 0, 0, "m-1".getBytes(UTF_8), LogWriter.data("o-1"));
    var headers = new HashMap<>(LogWriter.headers("o-1", 1));
    headers.put("ce_dataschema", schema);
    headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }
}
