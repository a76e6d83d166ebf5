package dev.mocha.postgres.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.streaming.ColumnType;
import dev.mocha.application.streaming.ColumnType.Element;
import dev.mocha.application.streaming.JsonPointer;
import dev.mocha.application.streaming.StreamColumn;
import dev.mocha.application.streaming.StreamColumn.Source;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamDefinition.Batch;
import dev.mocha.application.streaming.StreamDefinition.Deletes;
import dev.mocha.application.streaming.StreamDefinition.Format;
import dev.mocha.application.streaming.StreamDefinition.PersonalFields;
import dev.mocha.application.streaming.StreamDefinition.Table;
import dev.mocha.application.streaming.StreamRow;
import dev.mocha.application.streaming.StreamRow.Delete;
import dev.mocha.application.streaming.StreamRow.Upsert;
import dev.mocha.application.streaming.StreamTables.Mismatch;
import dev.mocha.application.streaming.StreamTables.StreamTable;
import dev.mocha.postgres.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class ConfiguredTablesTest {

  private static final List<String> EVERY_TYPE =
      List.of(
          "text",
          "integer",
          "bigint",
          "numeric",
          "boolean",
          "date",
          "timestamptz",
          "uuid",
          "jsonb",
          "text[]",
          "integer[]",
          "bigint[]",
          "numeric[]",
          "boolean[]",
          "date[]",
          "timestamptz[]",
          "uuid[]",
          "jsonb[]");

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();

  private final ConfiguredTables tables =
      new ConfiguredTables(database.dataSource(), database.transaction());

  private static StreamDefinition readings(@Nullable String version) {
    return stream(
        new Table("public", "readings"),
        List.of(
            column("sensor", "text", true),
            column("number", "bigint", true),
            column("note", "text", false)),
        List.of("sensor"),
        version);
  }

  private static StreamDefinition stream(
      Table table, List<StreamColumn> columns, List<String> key, @Nullable String version) {
    return new StreamDefinition(
        "readings",
        List.of("t"),
        Format.JSON,
        Set.of(),
        table,
        columns,
        key,
        version,
        Deletes.NONE,
        PersonalFields.NONE,
        Batch.DEFAULT);
  }

  private static StreamColumn column(String name, String type, boolean required) {
    return new StreamColumn(
        name,
        ColumnType.named(type).orElseThrow(),
        new Source.Data(JsonPointer.of("/" + name)),
        required,
        null);
  }

  private static Upsert row(@Nullable Object... values) {
    return new Upsert(Arrays.asList(values));
  }

  private static Delete delete(@Nullable Object... values) {
    return new Delete(Arrays.asList(values));
  }

  private void write(StreamTable table, StreamRow... rows) {
    database.transaction().executeWithoutResult(_ -> table.write(List.of(rows)));
  }

  private List<String> rows() {
    return database
        .jdbc()
        .sql("SELECT r::text FROM readings r ORDER BY sensor COLLATE \"C\"")
        .query(String.class)
        .list();
  }

  @Test
  void a_missing_table_is_created_as_defined() {
    var shelved =
        stream(
            new Table("shelf", "readings"),
            List.of(
                column("sensor", "text", true),
                new StreamColumn(
                    "select",
                    ColumnType.of(Element.BIGINT),
                    new Source.Data(JsonPointer.of("/n")),
                    false,
                    0L),
                column("tags", "text[]", false)),
            List.of("sensor", "select"),
            null);

    assertThat(new StreamTableSql().create(shelved))
        .isEqualTo(
            """
            CREATE SCHEMA IF NOT EXISTS "shelf";
            CREATE TABLE IF NOT EXISTS "shelf"."readings" (
              "sensor" text COLLATE "C" NOT NULL,
              "select" bigint NOT NULL,
              "tags" text[],
              PRIMARY KEY ("sensor", "select")
            );
            """);
    tables.open(shelved);
    tables.open(shelved);
    assertThat(database.count("shelf.readings")).isZero();
  }

  @Test
  void every_type_is_stored_as_it_is() {
    var columns = new ArrayList<>(List.of(column("k", "integer", true)));
    IntStream.range(0, EVERY_TYPE.size())
        .forEach(it -> columns.add(column("c" + it, EVERY_TYPE.get(it), false)));
    StreamTable table =
        tables.open(stream(new Table("public", "readings"), columns, List.of("k"), null));
    var uuid = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    var moment = Instant.parse("1969-12-31T23:59:59.999999Z");
    var earliest = Instant.parse("0001-01-01T00:00:00Z");

    write(
        table,
        row(
            1,
            "Nasi 🍚 \"x\" \\ {a,b}",
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            new BigDecimal("12345678901234567890.1234567890"),
            true,
            LocalDate.of(1, 1, 1),
            moment,
            uuid,
            "{\"a\": [1.50]}",
            Arrays.asList("a", null, "", "NULL", "b,\"c\\"),
            List.of(1, -2),
            List.of(Long.MIN_VALUE),
            List.of(new BigDecimal("1.10"), new BigDecimal("2e3")),
            List.of(true, false),
            List.of(LocalDate.of(9999, 12, 31)),
            List.of(moment, earliest),
            List.of(uuid),
            List.of("{\"a\":\"b\\\"\"}", "null")),
        row(new @Nullable Object[] {2}, 18),
        row(
            3,
            "",
            0,
            0L,
            new BigDecimal("0E-3"),
            false,
            LocalDate.of(2018, 7, 26),
            earliest,
            uuid,
            "null",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()));

    assertThat(
            database
                .jdbc()
                .sql("SELECT row_to_json(r)::text FROM readings r ORDER BY k")
                .query(String.class)
                .list())
        .containsExactly(
            "{\"k\":1,\"c0\":\"Nasi 🍚 \\\"x\\\" \\\\ {a,b}\",\"c1\":-2147483648,"
                + "\"c2\":9223372036854775807,\"c3\":12345678901234567890.1234567890,\"c4\":true,"
                + "\"c5\":\"0001-01-01\",\"c6\":\"1969-12-31T23:59:59.999999+00:00\","
                + "\"c7\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"c8\":{\"a\": [1.50]},"
                + "\"c9\":[\"a\",null,\"\",\"NULL\",\"b,\\\"c\\\\\"],\"c10\":[1,-2],"
                + "\"c11\":[-9223372036854775808],\"c12\":[1.10,2000],\"c13\":[true,false],"
                + "\"c14\":[\"9999-12-31\"],"
                + "\"c15\":[\"1969-12-31T23:59:59.999999+00:00\",\"0001-01-01T00:00:00+00:00\"],"
                + "\"c16\":[\"0f8fad5b-d9cb-469f-a165-70867728950e\"],"
                + "\"c17\":[{\"a\": \"b\\\"\"},null]}",
            "{\"k\":2,"
                + String.join(
                    ",", IntStream.range(0, 18).mapToObj("\"c%d\":null"::formatted).toList())
                + "}",
            "{\"k\":3,\"c0\":\"\",\"c1\":0,\"c2\":0,\"c3\":0.000,\"c4\":false,\"c5\":\"2018-07-26\","
                + "\"c6\":\"0001-01-01T00:00:00+00:00\","
                + "\"c7\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"c8\":null,"
                + String.join(
                    ",", IntStream.range(9, 18).mapToObj("\"c%d\":[]"::formatted).toList())
                + "}");
  }

  /** The key and as many nulls. */
  private static Upsert row(@Nullable Object[] key, int nulls) {
    return new Upsert(Arrays.asList(Arrays.copyOf(key, key.length + nulls)));
  }

  @Test
  void an_older_or_equal_version_never_overwrites_a_newer() {
    StreamTable table = tables.open(readings("number"));
    write(table, row("a", 2L, "two"), row("b", 2L, "two"), row("c", 2L, "two"));

    write(table, row("a", 1L, "one"), row("b", 2L, "again"), row("c", 3L, "three"));
    write(table, row("d", 5L, "five"), row("d", 4L, "four"));

    assertThat(rows()).containsExactly("(a,2,two)", "(b,2,two)", "(c,3,three)", "(d,5,five)");
  }

  @Test
  void without_a_version_the_last_write_counts() {
    StreamTable table = tables.open(readings(null));
    write(table, row("a", 2L, "two"), row("b", 2L, "two"));

    write(table, row("a", 1L, "one"), row("a", 0L, null));

    assertThat(rows()).containsExactly("(a,0,)", "(b,2,two)");
  }

  @Test
  void rows_are_deleted_where_they_are_older() {
    StreamTable table = tables.open(readings("number"));
    write(table, row("a", 2L, "x"), row("b", 2L, "x"), row("c", 2L, "x"), row("d", 2L, "x"));

    write(
        table,
        delete("a", 3L, null),
        delete("b", 2L, null),
        delete("c", null, null),
        row("c", 1L, "n"));

    assertThat(rows()).containsExactly("(b,2,x)", "(c,1,n)", "(d,2,x)");
  }

  @Test
  void a_row_of_nothing_but_its_key_is_written_once() {
    StreamTable table =
        tables.open(
            stream(
                new Table("public", "readings"),
                List.of(column("sensor", "text", true)),
                List.of("sensor"),
                null));

    write(table, row("a"), row("b"));
    write(table, row("b"), row("c"));

    assertThat(rows()).containsExactly("(a)", "(b)", "(c)");
  }

  @Test
  void what_only_postgresql_can_refuse_fails_the_batch_and_nothing_is_written() {
    StreamTable table =
        tables.open(
            stream(
                new Table("public", "readings"),
                List.of(column("sensor", "text", true), column("raw", "jsonb", false)),
                List.of("sensor"),
                null));

    assertThatThrownBy(() -> write(table, row("a", "{}"), row("b", "{\"n\":1e400000}")))
        .isInstanceOf(DataAccessException.class);
    assertThat(rows()).isEmpty();
  }

  @Test
  void every_difference_of_a_table_is_reported() {
    database
        .jdbc()
        .sql(
            """
            CREATE TABLE readings (
              sensor varchar(20) PRIMARY KEY, note text NOT NULL, place text NOT NULL,
              made timestamptz NOT NULL DEFAULT now(), extra text)
            """)
        .update();

    assertThatThrownBy(() -> tables.open(readings("number")))
        .isInstanceOf(Mismatch.class)
        .hasMessage(
            "the table public.readings differs from the stream readings: column sensor is character"
                + " varying(20), the stream defines text; alter the column or the stream; column"
                + " number bigint is missing; column note is NOT NULL, but the stream neither"
                + " requires it nor has a default; column place is NOT NULL without a default, and"
                + " the stream does not define it");
  }

  @Test
  void an_existing_table_with_a_unique_key_is_used() {
    database.jdbc().sql("CREATE TABLE readings (number bigint, sensor text, note text)").update();
    assertThatThrownBy(() -> tables.open(readings("number")))
        .hasMessageEndingWith("readings: there is no primary key or unique index over (sensor)");

    database.jdbc().sql("CREATE UNIQUE INDEX ON readings (sensor) INCLUDE (note)").update();
    StreamTable table = tables.open(readings("number"));
    write(table, row("a", 1L, "one"));

    assertThat(rows()).containsExactly("(1,a,one)");
  }

  @Test
  void times_and_dates_of_all_years_are_exact() {
    StreamTable table =
        tables.open(
            stream(
                new Table("public", "readings"),
                List.of(
                    column("sensor", "text", true),
                    column("at", "timestamptz", false),
                    column("day", "date", false)),
                List.of("sensor"),
                null));
    List<Instant> times =
        Stream.of(
                "0001-01-01T00:00:00.000001Z",
                "1969-12-31T23:59:59.999999Z",
                "1970-01-01T00:00:00Z",
                "2018-07-26T05:12:33.123456Z",
                "9999-12-31T23:59:59.999999Z")
            .map(Instant::parse)
            .toList();

    for (Instant it : times) {
      write(table, row(it.toString(), it, LocalDate.ofInstant(it, ZoneOffset.UTC)));
    }

    assertThat(
            database
                .jdbc()
                .sql(
                    """
                    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z "') || day
                    FROM readings ORDER BY at
                    """)
                .query(String.class)
                .list())
        .containsExactly(
            "0001-01-01T00:00:00.000001Z 0001-01-01",
            "1969-12-31T23:59:59.999999Z 1969-12-31",
            "1970-01-01T00:00:00.000000Z 1970-01-01",
            "2018-07-26T05:12:33.123456Z 2018-07-26",
            "9999-12-31T23:59:59.999999Z 9999-12-31");
  }
}
