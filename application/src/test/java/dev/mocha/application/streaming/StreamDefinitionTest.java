package dev.mocha.application.streaming;

import static dev.mocha.application.streaming.AStream.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mocha.application.streaming.StreamColumn.Part;
import dev.mocha.application.streaming.StreamColumn.Source;
import dev.mocha.application.streaming.StreamDefinition.Batch;
import dev.mocha.application.streaming.StreamDefinition.Format;
import dev.mocha.application.streaming.StreamDefinition.InvalidDefinition;
import dev.mocha.application.streaming.StreamDefinition.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamDefinitionTest {

  private static List<String> problems(AStream stream) {
    return catchThrowableOfType(InvalidDefinition.class, stream::defined).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void a_definition_knows_the_indexes_of_its_key_and_version() {
    StreamDefinition valid = stream().defined();

    assertThat(valid.keyIndexes()).containsExactly(0);
    assertThat(valid.versionIndex()).isEqualTo(1);
    assertThat(stream().version(null).defined().versionIndex()).isEqualTo(-1);
  }

  @Test
  void names_in_a_definition_cannot_inject_sql() {
    assertThat(
            problems(
                stream()
                    .named("x; drop")
                    .topics("to pic")
                    .table("public", "t\"; DROP TABLE orders; --")
                    .column("a b", "text", new Source.Data(JsonPointer.WHOLE), false)))
        .containsExactly(
            "stream: is 'x; drop', must match [a-z][a-z0-9-]{0,62}",
            "topics: 'to pic' is not a topic name, must match [A-Za-z0-9._-]{1,249}",
            "table: is 'public.t\"; DROP TABLE orders; --', each part must match"
                + " [a-z_][a-z0-9_]{0,62}",
            "columns.a b: is not a column name, must match [a-z_][a-z0-9_]{0,62}");
  }

  @Test
  void the_schemas_of_the_report_and_the_catalog_are_reserved() {
    assertThat(problems(stream().table("report_g1", "orders")))
        .containsExactly("table: the schema 'report_g1' is reserved");
    assertThat(problems(stream().table("pg_catalog", "pg_class")))
        .containsExactly("table: the schema 'pg_catalog' is reserved");
  }

  @Test
  void key_and_version_are_columns_that_are_never_null() {
    assertThat(problems(stream().key("sensor", "sensor", "place").version("celsius")))
        .containsExactly(
            "key: names a column twice",
            "key: 'place' is not one of the columns sensor, number, celsius",
            "columns.celsius.required: is false, but the column is the version");
    assertThat(
            problems(
                stream()
                    .key("tags")
                    .version("sensor")
                    .column("tags", "text[]", new Source.Data(JsonPointer.of("/tags")), true)))
        .containsExactly(
            "key: 'tags' is text[], which cannot be a key",
            "version: 'sensor' is text, must be integer, bigint, numeric, date or timestamptz");
    assertThat(problems(stream().key("number"))).containsExactly("version: 'number' is in the key");
  }

  @Test
  void the_type_of_a_column_fits_its_source() {
    assertThat(
            problems(
                stream()
                    .column("at", "text", new Source.Envelope(Part.TIMESTAMP), false)
                    .column("where", "integer", new Source.Envelope(Part.OFFSET), false)
                    .column("tags", "text[]", new Source.Attribute("tags"), false)
                    .column("what", "text", new Source.Envelope(Part.PARTITION), false)))
        .containsExactly(
            "columns.at.type: is text, which record 'timestamp' cannot be",
            "columns.where.type: is integer, which record 'offset' cannot be",
            "columns.tags.type: is text[], which attribute 'tags' cannot be",
            "columns.what.type: is text, which record 'partition' cannot be");
  }

  @Test
  void a_default_has_the_type_of_the_column_and_is_used() {
    assertThat(
            problems(
                stream()
                    .column("a", "text", new Source.Attribute("a"), true, "x")
                    .column("b", "bigint", new Source.Attribute("b"), false, 1)))
        .containsExactly(
            "columns.a.default: is never used, because the column is required",
            "columns.b.default: is not bigint");
  }

  @Test
  void attributes_and_types_need_cloud_events() {
    assertThat(problems(stream().format(Format.JSON).types("read").deletes(false, "removed")))
        .containsExactly(
            "columns.sensor.attribute: needs format cloudevents",
            "columns.number.attribute: needs format cloudevents",
            "types: needs format cloudevents",
            "deletes.types: needs format cloudevents");
  }

  @Test
  void the_key_of_a_tombstone_is_not_in_the_data() {
    assertThat(
            problems(
                stream()
                    .key("room")
                    .column("room", "text", new Source.Data(JsonPointer.of("/room")), true)
                    .deletes(true)))
        .containsExactly(
            "deletes.tombstones: the key column 'room' reads the data, which a tombstone does not"
                + " have; read it from 'record: key'");
    assertThat(problems(stream().types("read").deletes(false, "read")))
        .containsExactly("deletes.types: 'read' is also in types");
  }

  @Test
  void a_column_does_not_read_dropped_personal_data() {
    assertThat(problems(stream().personal(Set.of("/celsius"), Set.of("/celsius/of", ""))))
        .containsExactlyInAnyOrder(
            "columns.celsius.from: reads '/celsius', which personal.drop removes",
            "personal.hash: cannot be the whole document",
            "personal.hash: '/celsius/of' is removed by personal.drop");
  }

  @Test
  void batch_size_and_linger_have_limits() {
    assertThat(problems(stream().batch(new Batch(0, Duration.ofMinutes(1)))))
        .containsExactly(
            "batch.size: is 0, must be 1 to 50,000",
            "batch.linger: is 60000 ms, must be 0s to 30 s");
    assertThatCode(() -> stream().batch(new Batch(50_000, Duration.ofSeconds(30))).defined())
        .doesNotThrowAnyException();
  }
}
