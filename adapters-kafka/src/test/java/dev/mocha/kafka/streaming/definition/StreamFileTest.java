package dev.mocha.kafka.streaming.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.streaming.ColumnType;
import dev.mocha.application.streaming.ColumnType.Element;
import dev.mocha.application.streaming.JsonPointer;
import dev.mocha.application.streaming.StreamColumn;
import dev.mocha.application.streaming.StreamColumn.Part;
import dev.mocha.application.streaming.StreamColumn.Source;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamDefinition.Batch;
import dev.mocha.application.streaming.StreamDefinition.Deletes;
import dev.mocha.application.streaming.StreamDefinition.Format;
import dev.mocha.application.streaming.StreamDefinition.PersonalFields;
import dev.mocha.application.streaming.StreamDefinition.Problem;
import dev.mocha.application.streaming.StreamDefinition.Table;
import dev.mocha.application.streaming.StreamDefinitions.Checked;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamFileTest {

  private static final String READINGS =
      """
      stream: readings
      topics: [house.readings, shed.readings]
      format: cloudevents
      types: [read]
      table: house.readings
      key: [sensor, read_at]
      version: number
      columns:
        sensor:  {type: text, record: key}
        read_at: {type: timestamptz, attribute: time}
        number:  {type: bigint, attribute: sequence, default: 0}
        celsius: {type: numeric, from: /values/0, required: true}
        unit:    {type: text, from: /unit, default: C}
        tags:    {type: "text[]", from: /tags, default: [none, "a \\"b\\""]}
        raw:     {type: jsonb, from: "", default: {a: 1.50}}
      deletes: {tombstones: false, types: [withdrawn]}
      personal: {drop: [/owner/name], hash: [/owner/phone]}
      batch: {size: 500, linger: 250ms}
      """;

  private static List<String> problems(String yaml) {
    return new StreamFile("readings.yaml")
        .check(yaml).problems().stream().map(Problem::toString).toList();
  }

  private static StreamColumn column(
      String name, Element type, Source source, boolean required, @Nullable Object defaultValue) {
    return new StreamColumn(name, ColumnType.of(type), source, required, defaultValue);
  }

  @Test
  void every_key_is_read() {
    assertThat(new StreamFile("readings.yaml").check(READINGS))
        .isEqualTo(
            new Checked(
                "readings.yaml",
                Optional.of(
                    new StreamDefinition(
                        "readings",
                        List.of("house.readings", "shed.readings"),
                        Format.CLOUDEVENTS,
                        Set.of("read"),
                        new Table("house", "readings"),
                        List.of(
                            column(
                                "sensor", Element.TEXT, new Source.Envelope(Part.KEY), true, null),
                            column(
                                "read_at",
                                Element.TIMESTAMPTZ,
                                new Source.Attribute("time"),
                                true,
                                null),
                            column(
                                "number",
                                Element.BIGINT,
                                new Source.Attribute("sequence"),
                                false,
                                0L),
                            column("celsius", Element.NUMERIC, data("/values/0"), true, null),
                            column("unit", Element.TEXT, data("/unit"), false, "C"),
                            new StreamColumn(
                                "tags",
                                new ColumnType(Element.TEXT, true),
                                data("/tags"),
                                false,
                                List.of("none", "a \"b\"")),
                            column("raw", Element.JSONB, data(""), false, "{\"a\":1.5}")),
                        List.of("sensor", "read_at"),
                        "number",
                        new Deletes(false, Set.of("withdrawn")),
                        new PersonalFields(
                            Set.of(JsonPointer.of("/owner/name")),
                            Set.of(JsonPointer.of("/owner/phone"))),
                        new Batch(500, Duration.ofMillis(250)))),
                List.of()));
  }

  private static Source data(String pointer) {
    return new Source.Data(JsonPointer.of(pointer));
  }

  @Test
  void a_missing_key_has_its_default() {
    StreamDefinition plain =
        new StreamFile("plain.yaml")
            .check(
                """
                stream: plain
                topics: [t]
                table: plain
                key: [id]
                columns:
                  id: {type: uuid, from: /id}
                """)
            .definition()
            .orElseThrow();

    assertThat(plain)
        .isEqualTo(
            new StreamDefinition(
                "plain",
                List.of("t"),
                Format.CLOUDEVENTS,
                Set.of(),
                new Table("public", "plain"),
                List.of(column("id", Element.UUID, data("/id"), true, null)),
                List.of("id"),
                null,
                Deletes.NONE,
                PersonalFields.NONE,
                new Batch(4_000, Duration.ZERO)));
  }

  @Test
  void all_problems_of_the_form_are_reported_at_once() {
    assertThat(
            problems(
                """
                stream: Readings
                topic: [t]
                topics: []
                table: 1
                key: id
                version: n
                columns:
                  id: {type: varchar, from: id}
                  Id: {type: text, from: /id}
                  n: {type: bigint, from: /n, record: offset}
                  m: {type: bigint, pointer: /m}
                  o: {from: /o, required: maybe}
                deletes: {tombstone: true}
                batch: {size: 0, linger: 5m}
                """))
        .containsExactlyInAnyOrder(
            "stream: is 'Readings', must match ^[a-z][a-z0-9-]{0,62}$",
            "topic: is unknown, must be one of stream, topics, format, types, table, key, version,"
                + " columns, deletes, personal, batch",
            "topics: is empty",
            "table: is 1, must be of type string",
            "key: is 'id', must be of type array",
            "columns.id.type: is 'varchar', must be one of text, integer, bigint, numeric,"
                + " boolean, date, timestamptz, uuid, jsonb, text[], integer[], bigint[],"
                + " numeric[], boolean[], date[], timestamptz[], uuid[], jsonb[]",
            "columns.id.from: is 'id', must match ^(/([^~]|~0|~1)*)?$",
            "columns: 'Id' is not a column name, must match ^[a-z_][a-z0-9_]{0,62}$",
            "columns.n: must have exactly one of from, attribute and record",
            "columns.m: must have exactly one of from, attribute and record",
            "columns.m.pointer: is unknown, must be one of type, from, attribute, record, required,"
                + " default",
            "columns.o.type: is missing",
            "columns.o.required: is 'maybe', must be of type boolean",
            "deletes.tombstone: is unknown, must be one of tombstones, types",
            "batch.size: is 0, must be at least 1",
            "batch.linger: is '5m', must match ^[0-9]{1,5}(ms|s)$");
  }

  @Test
  void all_problems_of_the_meaning_are_reported_at_once() {
    assertThat(
            problems(
                READINGS
                    .replace("stream: readings", "stream: reading")
                    .replace("key: [sensor, read_at]", "key: [sensor, at]")
                    .replace("default: 0", "default: zero")
                    .replace("linger: 250ms", "linger: 90s")))
        .containsExactly(
            "stream: is 'reading', so the file must be called reading.yaml",
            "columns.number.default: is the text 'zero', must be a whole number",
            "key: 'at' is not one of the columns sensor, read_at, number, celsius, unit, tags, raw",
            "columns.number.required: is false, but the column is the version",
            "batch.linger: is 90000 ms, must be 0s to 30 s");
  }

  @Test
  void invalid_yaml_is_reported_with_its_line() {
    assertThat(problems("stream: readings\ntopics: [a\ntable: x"))
        .singleElement()
        .asString()
        .startsWith("is not YAML at line 3, column ");
    assertThat(problems("stream: a\nstream: b"))
        .singleElement()
        .asString()
        .startsWith("is not YAML at line 2, column ");
    assertThat(problems("")).containsExactly("is empty");
    assertThat(problems("[]")).containsExactly("is a list, must be of type object");
  }

  @Test
  void the_schema_that_editors_use_knows_every_type() throws IOException {
    JsonNode types;
    try (var schema = StreamFile.class.getResourceAsStream("/streams/stream.schema.json")) {
      types = new ObjectMapper().readTree(schema).at("/$defs/column/properties/type/enum");
    }

    assertThat(types.valueStream().map(JsonNode::asText))
        .containsExactlyElementsOf(
            Stream.of(false, true)
                .flatMap(
                    array -> Stream.of(Element.values()).map(it -> new ColumnType(it, array).sql()))
                .toList());
  }
}
