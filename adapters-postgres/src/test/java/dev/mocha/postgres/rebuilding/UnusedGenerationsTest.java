package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.rebuilding.Rebuilding.FROM_LOG;
import static dev.mocha.postgres.rebuilding.Rebuilding.OPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.postgres.TestDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class UnusedGenerationsTest {

  private static final int VERSION = DailyReportProjection.VERSION;
  private static final String FIRST = TestDatabase.GENERATION;
  private static final String NEXT = "report_g2";

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();

  private final GenerationRegistry generations = Rebuilding.generations(database);

  @Test
  void what_ended_before_anybody_used_it_is_dropped_at_once_with_all_that_is_known_of_it() {
    begin();
    generations.recordProgress(NEXT, new Progress(Phase.INDEXING, 1, 1, 0, null));
    generations.cancel(null, OPS);
    know(FIRST);
    know(NEXT);

    generations.dropUnused();

    assertThat(schemas()).containsExactly(FIRST);
    assertThat(known()).containsExactly(FIRST, FIRST, FIRST, FIRST);
    assertThat(generation(NEXT).hasUnusedTables()).isFalse();
  }

  @Test
  void what_a_stream_has_written_is_dropped_when_the_stream_has_ended_for_sure() {
    begin();
    generations.startCatchingUp(NEXT);
    generations.cancel(null, OPS);

    assertDroppedAfterTheGrace(NEXT);
    assertThat(schemas()).containsExactly(FIRST);
  }

  @Test
  void what_has_answered_is_dropped_when_its_last_readers_are_done_for_sure() {
    begin();
    generations.startCatchingUp(NEXT);
    generations.setReady(NEXT);
    generations.promote(NEXT, OPS, "");
    generations.retire(FIRST, VERSION, false, OPS);

    assertDroppedAfterTheGrace(FIRST);
    assertThat(schemas()).containsExactly(NEXT);
  }

  @Test
  void what_is_used_stays() {
    begin();
    generations.dropUnused();
    assertThat(schemas()).containsExactly(FIRST, NEXT);
  }

  private void assertDroppedAfterTheGrace(String name) {
    ended(name, 60);
    generations.dropUnused();
    assertThat(schemas()).containsExactly(FIRST, NEXT);
    assertThat(generation(name).hasUnusedTables()).isTrue();

    ended(name, 71);
    generations.dropUnused();
    assertThat(generation(name).hasUnusedTables()).isFalse();
  }

  private void begin() {
    generations.begin(VERSION, FROM_LOG, OPS);
    Rebuilding.create(database, NEXT);
  }

  private void ended(String name, int secondsAgo) {
    database
        .jdbc()
        .sql(
            """
            UPDATE generations SET ended_at = clock_timestamp() - ? * interval '1 s'
            WHERE generation = ?
            """)
        .params(secondsAgo, name)
        .update();
  }

  /** A row of each table that knows generations. */
  private void know(String name) {
    Stream.of(
            """
            INSERT INTO stream_offsets (stream, topic, partition, next_offset)
            VALUES (?, 'orders', 0, 7)
            """,
            """
            INSERT INTO stream_counts (stream, topic, partition, minute)
            VALUES (?, 'orders', 0, clock_timestamp())
            """,
            """
            INSERT INTO dead_letters (stream, topic, partition, log_offset, recorded_at, headers,
                                      reason, failure, waits)
            VALUES (?, 'orders', 0, 3, clock_timestamp(), '[]', '', '', false)
            """,
            """
            INSERT INTO generation_parts (generation, topic, partition, begin_offset, end_offset, reference)
            VALUES (?, 'orders', 0, 0, 7, '')
            """)
        .forEach(it -> database.jdbc().sql(it).param(name).update());
  }

  private List<String> known() {
    return database
        .jdbc()
        .sql(
            """
            SELECT stream FROM stream_offsets UNION ALL SELECT stream FROM stream_counts
            UNION ALL SELECT stream FROM dead_letters
            UNION ALL SELECT generation FROM generation_parts
            """)
        .query(String.class)
        .list();
  }

  private List<String> schemas() {
    return database
        .jdbc()
        .sql("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'report%' ORDER BY nspname")
        .query(String.class)
        .list();
  }

  private Generation generation(String name) {
    return generations.find(name).orElseThrow();
  }
}
