package dev.mocha.application.streaming;

import static dev.mocha.application.streaming.AStream.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mocha.application.streaming.StreamColumn.Part;
import dev.mocha.application.streaming.StreamColumn.Source;
import dev.mocha.application.streaming.StreamDefinition.Batch;
import dev.mocha.application.streaming.StreamDefinition.Format;
import dev.mocha.application.streaming.StreamDefinition.Nonsense;
import dev.mocha.application.streaming.StreamDefinition.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamDefinitionTest {

  private static List<String> problems(AStream stream) {
    return catchThrowableOfType(Nonsense.class, stream::defined).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void a_sound_definition_knows_its_key_and_version() {
    StreamDefinition sound = stream().defined();

    assertThat(sound.keyIndexes()).containsExactly(0);
    assertThat(sound.versionIndex()).isEqualTo(1);
    assertThat(stream().version(null).defined().versionIndex()).isEqualTo(-1);
  }

  @Test
  void no_text_of_a_definition_can_become_sql() {
    assertThat(
            problems(
                stream()
                    .named("x; drop")
                    .topics("to pic")
                    .table("public", "t\"; DROP TABLE orders; --")
                    .column("a b", "text", new Source.Data(JsonPointer.WHOLE), false)))
        .containsExactly(
            "stream: is 'x; drop', must match [a-z][a-z0-9-]{0,62}",
            "topics: 'to pic' is no name of a topic, must match [A-Za-z0-9._-]{1,249}",
            "table: is 'public.t\"; DROP TABLE orders; --', each part must match"
                + " [a-z_][a-z0-9_]{0,62}",
            "columns.a b: is no name of a column, must match [a-z_][a-z0-9_]{0,62}");
  }

  @Test
  void the_reports_and_the_catalogue_are_not_for_streams() {
    assertThat(problems(stream().table("report_g1", "orders")))
        .containsExactly("table: the schema 'report_g1' is not for streams");
    assertThat(problems(stream().table("pg_catalog", "pg_class")))
        .containsExactly("table: the schema 'pg_catalog' is not for streams");
  }

  @Test
  void key_and_version_are_columns_that_every_row_has() {
    assertThat(problems(stream().key("sensor", "sensor", "place").version("celsius")))
        .containsExactly(
            "key: names a column twice",
            "key: 'place' is none of the columns sensor, number, celsius",
            "columns.celsius.required: is false, but the column is the version");
    assertThat(
            problems(
                stream()
                    .key("tags")
                    .version("sensor")
                    .column("tags", "text[]", new Source.Data(JsonPointer.of("/tags")), true)))
        .containsExactly(
            "key: 'tags' is text[], which cannot be in a key",
            "version: 'sensor' is text, must be integer, bigint, numeric, date or timestamptz");
    assertThat(problems(stream().key("number"))).containsExactly("version: 'number' is in the key");
  }

  @Test
  void a_column_has_a_type_that_its_source_gives() {
    assertThat(
            problems(
                stream()
                    .column("at", "text", new Source.Envelope(Part.TIMESTAMP), false)
                    .column("where", "integer", new Source.Envelope(Part.OFFSET), false)
                    .column("tags", "text[]", new Source.Attribute("tags"), false)
                    .column("what", "text", new Source.Envelope(Part.PARTITION), false)))
        .containsExactly(
            "columns.at.type: is text, which record 'timestamp' does not give",
            "columns.where.type: is integer, which record 'offset' does not give",
            "columns.tags.type: is text[], which attribute 'tags' does not give",
            "columns.what.type: is text, which record 'partition' does not give");
  }

  @Test
  void a_default_is_used_and_is_of_the_columns_type() {
    assertThat(
            problems(
                stream()
                    .column("a", "text", new Source.Attribute("a"), true, "x")
                    .column("b", "bigint", new Source.Attribute("b"), false, 1)))
        .containsExactly(
            "columns.a.default: is never used, for the column is required",
            "columns.b.default: is no bigint");
  }

  @Test
  void what_only_cloud_events_have_is_refused_for_plain_json() {
    assertThat(problems(stream().format(Format.JSON).types("read").deletes(false, "removed")))
        .containsExactly(
            "columns.sensor.attribute: needs format cloudevents",
            "columns.number.attribute: needs format cloudevents",
            "types: needs format cloudevents",
            "deletes.types: needs format cloudevents");
  }

  @Test
  void a_row_can_be_deleted_by_what_a_tombstone_has() {
    assertThat(
            problems(
                stream()
                    .key("room")
                    .column("room", "text", new Source.Data(JsonPointer.of("/room")), true)
                    .deletes(true)))
        .containsExactly(
            "deletes.tombstones: the key column 'room' reads the data, which a tombstone has not;"
                + " read it from 'record: key'");
    assertThat(problems(stream().types("read").deletes(false, "read")))
        .containsExactly("deletes.types: 'read' is among the types of rows");
  }

  @Test
  void personal_data_that_are_dropped_are_not_read() {
    assertThat(problems(stream().personal(Set.of("/celsius"), Set.of("/celsius/of", ""))))
        .containsExactlyInAnyOrder(
            "columns.celsius.from: reads '/celsius', which personal.drop leaves out",
            "personal.hash: cannot be the whole data",
            "personal.hash: '/celsius/of' is left out by personal.drop");
  }

  @Test
  void batches_have_bounds() {
    assertThat(problems(stream().batch(new Batch(0, Duration.ofMinutes(1)))))
        .containsExactly(
            "batch.size: is 0, must be 1 to 50,000", "batch.time: is 60000 ms, must be 0s to 30 s");
    assertThatCode(() -> stream().batch(new Batch(50_000, Duration.ofSeconds(30))).defined())
        .doesNotThrowAnyException();
  }
}
