package dev.mocha.kafka.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.kafka.JsonEvents;
import dev.mocha.kafka.TestSchemas;
import dev.mocha.kafka.streaming.rows.Refused;
import java.util.HashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {

  private final RecordDecoder decoder = new RecordDecoder(new JsonEvents(), TestSchemas.OWN);

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
  void another_schema_is_refused(String schema) {
    assertThatThrownBy(() -> decoder.decode(record(schema)))
        .isInstanceOf(Refused.class)
        .hasMessage("unknown schema %s of type order-accepted", schema);
  }

  @Test
  void data_that_break_their_schema_are_refused_with_the_place() {
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
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("the data of order-accepted: /orderId ");
  }

  private static ConsumerRecord<byte[], byte[]> record(String schema) {
    var record = new ConsumerRecord<>("orders", 0, 0, "m-1".getBytes(UTF_8), LogWriter.data("o-1"));
    var headers = new HashMap<>(LogWriter.headers("o-1", 1));
    headers.put("ce_dataschema", schema);
    headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }
}
