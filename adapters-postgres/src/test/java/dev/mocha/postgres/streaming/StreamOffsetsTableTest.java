package dev.mocha.postgres.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.StreamOffsets.Advance;
import dev.mocha.application.streaming.StreamOffsets.DatabaseUnavailable;
import dev.mocha.application.streaming.StreamOffsets.Offset;
import dev.mocha.application.streaming.StreamOffsets.Overtaken;
import dev.mocha.postgres.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class StreamOffsetsTableTest {

  private static final LogPartition FIRST = new LogPartition("orders", 0);
  private static final LogPartition SECOND = new LogPartition("orders", 1);
  private static final Instant NOON = Instant.parse("2018-07-26T05:00:00Z");

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();

  private final StreamOffsetsTable streamOffsets =
      new StreamOffsetsTable(database.jdbc(), database.transaction(), TestDatabase.GENERATION);

  @BeforeEach
  void prepare() {
    database.jdbc().sql("CREATE TABLE work (item text PRIMARY KEY CHECK (item <> ''))").update();
  }

  @Test
  void a_new_partition_starts_at_0_and_is_stored() {
    assertThat(offsets(FIRST, SECOND)).isEqualTo(Map.of(FIRST, 0L, SECOND, 0L));
    assertThat(database.count("stream_offsets")).isEqualTo(2);
    assertThat(completeTo(FIRST)).isEmpty();
  }

  @Test
  void streams_read_the_same_topic_independently() {
    var other = new StreamOffsetsTable(database.jdbc(), database.transaction(), "other");
    streamOffsets.of(List.of(FIRST));
    other.of(List.of(FIRST));

    streamOffsets.advance(List.of(advance(FIRST, 0, 7, NOON)), () -> {});

    assertThat(streamOffsets.of(List.of(FIRST))).isEqualTo(Map.of(FIRST, new Offset(7, NOON)));
    assertThat(other.of(List.of(FIRST))).isEqualTo(Map.of(FIRST, Offset.BEGINNING));
  }

  @Test
  void work_and_offsets_commit_together() {
    streamOffsets.of(List.of(FIRST, SECOND));

    streamOffsets.advance(
        List.of(advance(SECOND, 0, 4, NOON), advance(FIRST, 0, 7, null)), () -> work("done"));

    assertThat(offsets(FIRST, SECOND)).isEqualTo(Map.of(FIRST, 7L, SECOND, 4L));
    assertThat(completeTo(FIRST)).isEmpty();
    assertThat(completeTo(SECOND)).contains(NOON);
    assertThat(database.count("work")).isEqualTo(1);
  }

  @Test
  void an_overtaken_consumer_changes_nothing() {
    streamOffsets.of(List.of(FIRST, SECOND));
    streamOffsets.advance(List.of(advance(SECOND, 0, 4, null)), () -> work("of the new owner"));

    assertThatThrownBy(
            () ->
                streamOffsets.advance(
                    List.of(advance(FIRST, 0, 7, NOON), advance(SECOND, 0, 9, NOON)),
                    () -> work("of the old owner")))
        .isInstanceOf(Overtaken.class)
        .hasMessage("the offset of orders-1 is no longer 0");

    assertThat(offsets(FIRST, SECOND)).isEqualTo(Map.of(FIRST, 0L, SECOND, 4L));
    assertThat(completeTo(FIRST)).isEmpty();
    assertThat(database.jdbc().sql("SELECT item FROM work").query(String.class).list())
        .containsExactly("of the new owner");
  }

  @Test
  void failed_work_does_not_move_the_offset() {
    streamOffsets.of(List.of(FIRST));
    var bug = new IllegalStateException("a bug");

    assertThatThrownBy(
            () ->
                streamOffsets.advance(
                    List.of(advance(FIRST, 0, 7, NOON)),
                    () -> {
                      work("begun");
                      throw bug;
                    }))
        .isSameAs(bug);

    assertThat(offsets(FIRST)).isEqualTo(Map.of(FIRST, 0L));
    assertThat(database.count("work")).isZero();
  }

  @Test
  void complete_to_never_moves_back() {
    streamOffsets.of(List.of(FIRST));
    streamOffsets.advance(List.of(advance(FIRST, 0, 1, NOON)), () -> {});

    streamOffsets.advance(List.of(advance(FIRST, 1, 2, NOON.minusSeconds(60))), () -> {});
    assertThat(completeTo(FIRST)).contains(NOON);

    streamOffsets.advance(List.of(advance(FIRST, 2, 3, null)), () -> {});
    assertThat(completeTo(FIRST)).contains(NOON);

    streamOffsets.advance(List.of(advance(FIRST, 3, 4, NOON.plusNanos(1_000))), () -> {});
    assertThat(completeTo(FIRST)).contains(NOON.plusNanos(1_000));
  }

  @Test
  void a_session_that_ends_during_the_work_is_an_unavailable_database_and_nothing_changes() {
    streamOffsets.of(List.of(FIRST));

    assertThatThrownBy(
            () ->
                streamOffsets.advance(
                    List.of(advance(FIRST, 0, 7, NOON)),
                    () -> {
                      work("begun");
                      endSession();
                      work("too late");
                    }))
        .isInstanceOf(DatabaseUnavailable.class);

    assertThat(offsets(FIRST)).isEqualTo(Map.of(FIRST, 0L));
    assertThat(database.count("work")).isZero();
  }

  @Test
  void a_session_that_ends_before_the_commit_is_an_unavailable_database_and_nothing_changes() {
    streamOffsets.of(List.of(FIRST));

    assertThatThrownBy(
            () -> streamOffsets.advance(List.of(advance(FIRST, 0, 7, NOON)), this::endSession))
        .isInstanceOf(DatabaseUnavailable.class);

    assertThat(offsets(FIRST)).isEqualTo(Map.of(FIRST, 0L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "53100", "53300", "57014", "57P01", "40P01", "25P03"})
  void a_failure_of_the_database_is_not_a_failure_of_the_work(String state) {
    streamOffsets.of(List.of(FIRST));

    assertThatThrownBy(
            () -> streamOffsets.advance(List.of(advance(FIRST, 0, 7, null)), () -> fail(state)))
        .isInstanceOf(DatabaseUnavailable.class);
  }

  @Test
  void invalid_data_are_a_failure_of_the_work() {
    streamOffsets.of(List.of(FIRST));

    assertThatThrownBy(
            () -> streamOffsets.advance(List.of(advance(FIRST, 0, 7, null)), () -> work("")))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThatThrownBy(
            () -> streamOffsets.advance(List.of(advance(FIRST, 0, 7, null)), () -> fail("22021")))
        .isNotInstanceOf(DatabaseUnavailable.class);
  }

  @Test
  void a_database_without_a_connection_is_unavailable() {
    var nowhere = new PGSimpleDataSource();
    nowhere.setPortNumbers(new int[] {1});
    var unreachable =
        new StreamOffsetsTable(
            JdbcClient.create(nowhere),
            new TransactionTemplate(new JdbcTransactionManager(nowhere)),
            TestDatabase.GENERATION);

    assertThatThrownBy(() -> unreachable.of(List.of(FIRST)))
        .isInstanceOf(DatabaseUnavailable.class);
    assertThatThrownBy(
            () -> unreachable.advance(List.of(advance(FIRST, 0, 1, null)), () -> work("never")))
        .isInstanceOf(DatabaseUnavailable.class);
    assertThat(database.count("work")).isZero();
  }

  private void work(String item) {
    database.jdbc().sql("INSERT INTO work VALUES (?)").param(item).update();
  }

  /** Lets the server end the session of this transaction. */
  private void endSession() {
    int session = database.jdbc().sql("SELECT pg_backend_pid()").query(Integer.class).single();
    var ended =
        CompletableFuture.supplyAsync(
            () ->
                database
                    .jdbc()
                    .sql("SELECT pg_terminate_backend(?, 5000)")
                    .param(session)
                    .query(Boolean.class)
                    .single());
    assertThat(ended.join()).isTrue();
  }

  private void fail(String state) {
    database
        .jdbc()
        .sql("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '%s'; END $$".formatted(state))
        .update();
  }

  private Map<LogPartition, Long> offsets(LogPartition... partitions) {
    return streamOffsets.of(List.of(partitions)).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().next()));
  }

  private Optional<Instant> completeTo(LogPartition partition) {
    return database
        .jdbc()
        .sql("SELECT complete_to FROM stream_offsets WHERE topic = ? AND partition = ?")
        .params(partition.topic(), partition.partition())
        .query((row, _) -> Optional.ofNullable(row.getTimestamp(1)).map(java.util.Date::toInstant))
        .single();
  }

  private static Advance advance(
      LogPartition partition, long from, long to, @Nullable Instant completeTo) {
    return new Advance(partition, from, to, completeTo, List.of());
  }
}
