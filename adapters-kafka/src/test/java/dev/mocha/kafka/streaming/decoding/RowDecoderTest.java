package dev.mocha.kafka.streaming.decoding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamRow;
import dev.mocha.application.streaming.StreamRow.Delete;
import dev.mocha.application.streaming.StreamRow.Upsert;
import dev.mocha.kafka.streaming.definition.StreamFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowDecoderTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private static final String EVERY_TYPE =
      """
      stream: every
      topics: [t]
      format: json
      table: every
      key: [k]
      columns:
        k:  {type: text, record: key}
        t:  {type: text, from: /t}
        i:  {type: integer, from: /i}
        b:  {type: bigint, from: /b}
        n:  {type: numeric, from: /n}
        o:  {type: boolean, from: /o}
        d:  {type: date, from: /d}
        m:  {type: timestamptz, from: /m}
        u:  {type: uuid, from: /u}
        j:  {type: jsonb, from: /j}
        ta: {type: "text[]", from: /ta}
        na: {type: "numeric[]", from: /na}
        ja: {type: "jsonb[]", from: /ja}
      """;

  private static final String READINGS =
      """
      stream: readings
      topics: [t]
      types: [read]
      table: readings
      key: [sensor]
      version: number
      columns:
        sensor:  {type: text, attribute: subject}
        number:  {type: bigint, attribute: sequence}
        celsius: {type: numeric, from: /celsius, required: true}
        room:    {type: text, from: /where/room, default: none}
        raw:     {type: jsonb, from: ""}
      deletes: {tombstones: true, types: [removed]}
      personal: {drop: [/owner/name, /visits/0], hash: [/owner/phone, /owner/id]}
      """;

  private static final String HASH = "{\"celsius\":1,\"owner\":{\"id\":%s}}";

  private static final String NUMBERS =
      """
      stream: numbers
      topics: [t]
      format: json
      table: numbers
      key: [k]
      columns:
        k: {type: text, record: key}
        n: {type: numeric, from: /n}
      """;

  @TempDir private Path folder;

  private StreamDefinition defined(String yaml) {
    try {
      Path file = folder.resolve(yaml.lines().findFirst().orElseThrow().substring(8) + ".yaml");
      Files.writeString(file, yaml);
      Optional<StreamDefinition> definition = new StreamFiles(null).check(file).definition();
      return definition.orElseThrow(
          () -> new AssertionError(new StreamFiles(null).check(file).problems().toString()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Decoded<StreamRow> decode(String yaml, ConsumerRecord<byte[], byte[]> record) {
    return new RowDecoder(defined(yaml), SECRET).decode(record);
  }

  private Decoded<StreamRow> json(String value) {
    return decode(EVERY_TYPE, record("key-1", value, Map.of()));
  }

  @SuppressWarnings("NullAway") // a tombstone's value is null, whatever the client declares
  private static ConsumerRecord<byte[], byte[]> record(
      @Nullable String key, @Nullable String value, Map<String, String> headers) {
    var record =
        new ConsumerRecord<byte[], byte[]>(
            "t",
            3,
            41,
            1_532_583_153_123L,
            TimestampType.CREATE_TIME,
            -1,
            -1,
            key == null ? null : key.getBytes(UTF_8),
            value == null ? null : value.getBytes(UTF_8),
            new ProducerRecord<byte[], byte[]>("t", new byte[0]).headers(),
            Optional.empty());
    headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    return record;
  }

  private static Map<String, String> event(String type, Object number) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("ce_specversion", "1.0");
    headers.put("ce_id", "e-1");
    headers.put("ce_source", "/house");
    headers.put("ce_type", type);
    headers.put("ce_subject", "attic");
    headers.put("ce_sequence", number.toString());
    headers.put("content-type", "application/json");
    return headers;
  }

  private static Decoded<StreamRow> row(@Nullable Object... values) {
    return new Decoded.Content<>(new Upsert(Arrays.asList(values)));
  }

  private static Decoded<StreamRow> delete(@Nullable Object... values) {
    return new Decoded.Content<>(new Delete(Arrays.asList(values)));
  }

  @Test
  void every_type_keeps_all_digits_of_its_value() {
    assertThat(
            json(
                """
                {"t":"Nasi 🍚 \\"x\\"","i":-2147483648,"b":9007199254740993,
                 "n":12345678901234567890.123456789000,"o":true,"d":"2018-07-26",
                 "m":"2018-07-26T12:12:33.123456789+07:00","u":"0f8fad5b-d9cb-469f-a165-70867728950e",
                 "j":{"a":[1.50, "x"]},"ta":["a",null,"b,\\"c"],"na":[1.10,2e3],"ja":[{"a":1},"x"],
                 "unknown":{"deep":[1,{"t":"not this"}]}}
                """))
        .isEqualTo(
            row(
                "key-1",
                "Nasi 🍚 \"x\"",
                Integer.MIN_VALUE,
                9_007_199_254_740_993L,
                new BigDecimal("12345678901234567890.123456789000"),
                true,
                LocalDate.of(2018, 7, 26),
                Instant.parse("2018-07-26T05:12:33.123456Z"),
                UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e"),
                "{\"a\":[1.50, \"x\"]}",
                Arrays.asList("a", null, "b,\"c"),
                List.of(new BigDecimal("1.10"), new BigDecimal("2e3")),
                List.of("{\"a\":1}", "\"x\"")));
  }

  @Test
  void a_missing_value_and_null_are_null_and_jsonb_keeps_null() {
    @Nullable Object[] empty = new Object[13];
    empty[0] = "key-1";
    assertThat(json("{}")).isEqualTo(row(empty));
    empty[9] = "null";
    assertThat(json("{\"t\":null,\"i\":null,\"ta\":null,\"j\":null}")).isEqualTo(row(empty));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"t\":1}|column t, from '/t': is the number 1, must be a text",
        "{\"t\":{}}|column t, from '/t': is an object, must be a text",
        "{\"t\":\"a\\u0000b\"}|column t, from '/t': contains the character NUL, which PostgreSQL"
            + " cannot store",
        "{\"t\":\"\\ud83c\"}|column t, from '/t': contains half of a surrogate pair",
        "{\"i\":2147483648}|column i, from '/i': is '2147483648', must be a whole number from"
            + " -2147483648 to 2147483647",
        "{\"i\":\"7\"}|column i, from '/i': is the text '7', must be a whole number",
        "{\"i\":1.0}|column i, from '/i': is the number 1.0, must be a whole number",
        "{\"b\":9223372036854775808}|column b, from '/b': is '9223372036854775808', must be a whole"
            + " number from -9223372036854775808 to 9223372036854775807",
        "{\"n\":1e131073}|column n, from '/n': is '1e131073', must be a number within the range"
            + " of numeric",
        "{\"n\":\"NaN\"}|column n, from '/n': is the text 'NaN', must be a number",
        "{\"o\":0}|column o, from '/o': is the number 0, must be true or false",
        "{\"d\":\"2018-02-30\"}|column d, from '/d': is '2018-02-30', must be a date as 2018-07-26",
        "{\"d\":\"+12018-02-03\"}|column d, from '/d': is '+12018-02-03', must be a date of the"
            + " years 0001 to 9999",
        "{\"m\":1532583153}|column m, from '/m': is the number 1532583153, must be a text with a"
            + " time",
        "{\"m\":\"2018-07-26T05:12:33\"}|column m, from '/m': is '2018-07-26T05:12:33', must be a"
            + " time with its offset, as 2018-07-26T12:12:33.5+07:00",
        "{\"m\":\"2018-07-26T25:12:33Z\"}|column m, from '/m': is '2018-07-26T25:12:33Z', must be a"
            + " time with its offset, as 2018-07-26T12:12:33.5+07:00",
        "{\"u\":\"1-1-1-1-1\"}|column u, from '/u': is '1-1-1-1-1', must be a UUID of 36"
            + " characters",
        "{\"j\":{\"a\":\"x\\u0000\"}}|column j, from '/j': contains the character NUL, which"
            + " PostgreSQL cannot store",
        "{\"j\":{\"\\udc00\":1}}|column j, from '/j': contains half of a surrogate pair",
        "{\"ta\":\"x\"}|column ta, from '/ta': is the text 'x', must be an array",
        "{\"na\":[1,\"x\"]}|column na, from '/na': element 1 is the text 'x', must be a number",
        "{\"t\":\"a\"} {}|the data continue after the JSON value at character 10",
        "{\"t\":|the data are not JSON at character 5: Unexpected end-of-input within/between"
            + " Object entries",
        "``|the data are empty, not JSON"
      })
  void a_value_of_another_type_is_invalid_and_the_message_says_what_it_must_be(
      String value, String reason) {
    assertThatThrownBy(() -> json(value)).isInstanceOf(InvalidRecord.class).hasMessage(reason);
  }

  @Test
  void messages_about_long_and_deep_values_are_short() {
    assertThatThrownBy(() -> json("{\"i\":\"" + "x".repeat(5_000) + "\"}"))
        .hasMessage(
            "column i, from '/i': is the text '" + "x".repeat(60) + "…', must be a whole number");
    assertThatThrownBy(() -> json("{\"j\":" + "[".repeat(200) + "]".repeat(200) + "}"))
        .isInstanceOf(InvalidRecord.class)
        .hasMessageStartingWith("the data are not JSON")
        .hasMessageContaining("nesting depth");
    assertThatThrownBy(() -> json("\"" + "x".repeat(17 << 20) + "\""))
        .hasMessage("the data have 17,825,794 characters, more than the maximum of 16,777,216");
  }

  @Test
  void bytes_that_are_not_utf_8_are_invalid() {
    ConsumerRecord<byte[], byte[]> record = record("k", "{}", Map.of());
    record.value()[0] = (byte) 0xff;
    assertThatThrownBy(() -> decode(EVERY_TYPE, record)).hasMessage("the value is not UTF-8");
  }

  @Test
  void a_cloud_event_in_binary_mode_becomes_a_row_without_personal_data() {
    String data =
        """
        {"celsius":21.50,"owner":{"name":"Sari","phone":"+62 1","id":7},"visits":["a","b"]}\
        """;
    var decoded =
        (Decoded.Content<StreamRow>) decode(READINGS, record("k", data, event("read", 7)));

    List<@Nullable Object> values = decoded.value().values();
    assertThat(values.subList(0, 4))
        .isEqualTo(Arrays.asList("attic", 7L, new BigDecimal("21.50"), "none"));
    assertThat(String.valueOf(values.get(4)))
        .matches(
            "\\{\"celsius\":21\\.50,\"owner\":\\{\"phone\":\"[0-9a-f]{64}\",\"id\":\"[0-9a-f]{64}\"},"
                + "\"visits\":\\[null,\"b\"]}");
  }

  @Test
  void a_cloud_event_in_structured_mode_becomes_the_same_row() {
    String structured =
        """
        {"specversion":"1.0","id":"e-1","source":"/house","type":"read","subject":"attic",
         "sequence":7,"data":{"celsius":21.50,"where":{"room":"up"}}}
        """;
    assertThat(
            decode(
                READINGS,
                record("k", structured, Map.of("content-type", "application/cloudevents+json"))))
        .isEqualTo(
            row(
                "attic",
                7L,
                new BigDecimal("21.50"),
                "up",
                "{\"celsius\":21.50,\"where\":{\"room\":\"up\"}}"));
  }

  @Test
  void equal_values_have_equal_hashes_only_with_the_same_key() {
    String data = "{\"celsius\":1,\"owner\":{\"phone\":\"+62 1\"}}";
    RowDecoder decoder = new RowDecoder(defined(READINGS), SECRET);
    RowDecoder other = new RowDecoder(defined(READINGS), "x".repeat(32));

    assertThat(decoder.decode(record("k", data, event("read", 1))))
        .isEqualTo(decoder.decode(record("k", data, event("read", 1))))
        .isNotEqualTo(other.decode(record("k", data, event("read", 1))));
  }

  /** Stored hashes were made of the digits as they were written: other digits, another hash. */
  @ParameterizedTest
  @ValueSource(strings = {"7", "1.50", "1e2", "1.0E10", "-0"})
  void a_number_is_hashed_as_it_is_written(String number) {
    String hash = HASH.formatted(number);
    String hashOfText = HASH.formatted("\"" + number + "\"");

    assertThat(decode(READINGS, record("k", hash, event("read", 7))))
        .isEqualTo(decode(READINGS, record("k", hashOfText, event("read", 7))));
  }

  @Test
  void data_that_no_column_reads_are_checked_too() {
    var headers = event("removed", 8);
    headers.put("content-type", "image/png");

    assertThatThrownBy(() -> decode(READINGS, record("k", "{}", headers)))
        .isInstanceOf(InvalidRecord.class)
        .hasMessage("the data are image/png, not JSON");

    headers.put("content-type", "application/json");
    var broken = record("k", "{}", headers);
    broken.value()[0] = (byte) 0xFF;
    assertThatThrownBy(() -> decode(READINGS, broken))
        .isInstanceOf(InvalidRecord.class)
        .hasMessage("the data is not UTF-8");
  }

  @Test
  void a_number_that_no_column_reads_may_have_any_exponent() {
    assertThat(decode(NUMBERS, record("k", "{\"n\":1.5,\"other\":1e99999999999}", Map.of())))
        .isEqualTo(row("k", new BigDecimal("1.5")));
  }

  @Test
  void records_of_other_types_are_skipped_and_watermarks_are_decoded() {
    assertThat(decode(READINGS, record("k", "{", event("painted", 7))))
        .isEqualTo(new Decoded.Nothing<>());
    var watermark = new LinkedHashMap<>(event("log-watermark", 7));
    watermark.put("ce_time", "2018-07-26T05:12:33.123456Z");
    assertThat(decode(READINGS, record(null, null, watermark)))
        .isEqualTo(
            new Decoded.Watermark<>(Instant.parse("2018-07-26T05:12:33.123456Z"), List.of()));
  }

  @Test
  void tombstones_and_deleting_types_have_key_and_version() {
    assertThat(decode(READINGS, record("k", "{\"celsius\":\"broken\"}", event("removed", 8))))
        .isEqualTo(delete("attic", 8L, null, null, null));
    var withoutNumber = event("read", 8);
    withoutNumber.remove("ce_sequence");
    assertThat(decode(READINGS, record("k", null, withoutNumber)))
        .isEqualTo(delete("attic", null, null, null, null));
    assertThatThrownBy(() -> decode(EVERY_TYPE, record("k", null, Map.of())))
        .hasMessage("it has no value, and deletes.tombstones of this stream is false");
  }

  @Test
  void a_record_that_is_not_a_cloud_event_is_invalid_and_the_missing_attribute_is_named() {
    for (String needed : List.of("specversion", "id", "source")) {
      var headers = event("read", 7);
      headers.remove("ce_" + needed);
      assertThatThrownBy(() -> decode(READINGS, record("k", "{}", headers)))
          .hasMessage("not a CloudEvent: it has no " + needed);
    }
    assertThatThrownBy(() -> decode(READINGS, record("k", "{}", Map.of())))
        .hasMessage("not a CloudEvent: it has no specversion");
    var other = event("read", 7);
    other.put("content-type", "text/xml");
    assertThatThrownBy(() -> decode(READINGS, record("k", "<a/>", other)))
        .hasMessage("the data are text/xml, not JSON");
    var old = event("read", 7);
    old.put("ce_specversion", "0.3");
    assertThatThrownBy(() -> decode(READINGS, record("k", "{}", old)))
        .hasMessage("its specversion is '0.3', must be 1.0");
  }

  @Test
  void a_missing_required_value_is_named_with_its_source() {
    assertThatThrownBy(() -> decode(READINGS, record("k", "{}", event("read", 7))))
        .hasMessage(
            "column celsius, from '/celsius': there is no value, and the column is required");
    assertThatThrownBy(() -> decode(READINGS, record("k", "{\"celsius\":1}", event("read", "7x"))))
        .hasMessage(
            "column number, attribute 'sequence': is '7x', must be a whole number from"
                + " -9223372036854775808 to 9223372036854775807");
  }
}
