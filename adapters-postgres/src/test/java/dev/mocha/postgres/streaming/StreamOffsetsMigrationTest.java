package dev.mocha.postgres.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.postgres.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StreamOffsetsMigrationTest {

  @AutoClose private final TestDatabase database = TestDatabase.empty();

  private List<String> rows(String table) {
    return database
        .jdbc()
        .sql("SELECT to_json(t)::text FROM %s AS t".formatted(table))
        .query(String.class)
        .list();
  }

  @Test
  void offsets_counts_and_actions_keep_their_rows_and_readers_their_grants() {
    database.migrate("reports", "8");
    database
        .jdbc()
        .sql(
            """
            INSERT INTO stream_positions (stream, topic, partition, next_offset, complete_to)
            VALUES ('report_g1', 'orders', 3, 42, '2018-07-26T05:12:33.123456Z');
            INSERT INTO stream_counts (stream, topic, partition, minute, expected_events, told_at)
            VALUES ('report_g1', 'orders', 3, '2018-07-26T05:12Z', 7, '2018-07-26T05:13Z');
            INSERT INTO dead_letter_actions
              (at, by, reason, letter_id, stream, topic, partition, log_offset, result, detail)
            VALUES
              ('2018-07-26T06:00Z', 'ops', 'test', 9, 'report_g1', 'orders', 3, 41, 'DISCARDED', '');
            """)
        .update();

    database.migrate("reports", "10");

    assertThat(rows("stream_offsets"))
        .containsExactly(
            """
            {"stream":"report_g1","topic":"orders","partition":3,"next_offset":42,\
            "complete_to":"2018-07-26T05:12:33.123456+00:00","counted_from":null}\
            """);
    assertThat(rows("stream_counts"))
        .containsExactly(
            """
            {"stream":"report_g1","topic":"orders","partition":3,\
            "minute":"2018-07-26T05:12:00+00:00","expected_events":7,"expected_checksum":0,\
            "applied_events":0,"applied_checksum":0,"reported_at":"2018-07-26T05:13:00+00:00"}\
            """);
    assertThat(rows("dead_letter_actions"))
        .containsExactly(
            """
            {"id":1,"at":"2018-07-26T06:00:00+00:00","by":"ops","reason":"test",\
            "dead_letter_id":9,"stream":"report_g1","topic":"orders","partition":3,\
            "log_offset":41,"sequence_key":null,"result":"DISCARDED","detail":"","minute":null,\
            "checksum":null}\
            """);
    assertThat(
            database
                .jdbc()
                .sql("SELECT has_table_privilege('mocha_reader', 'stream_offsets', 'SELECT')")
                .query(Boolean.class)
                .single())
        .isTrue();
  }
}
