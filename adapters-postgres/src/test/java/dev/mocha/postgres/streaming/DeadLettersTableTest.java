package dev.mocha.postgres.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetter.Header;
import dev.mocha.application.streaming.DeadLetterSequence;
import dev.mocha.application.streaming.DeadLetters.Outcome;
import dev.mocha.application.streaming.DeadLetters.Outcome.Result;
import dev.mocha.application.streaming.DeadLetters.Stored;
import dev.mocha.application.streaming.StreamDeadLetters.TooManyBlocked;
import dev.mocha.application.streaming.StreamOffsets.Advance;
import dev.mocha.application.streaming.StreamOffsets.DatabaseUnavailable;
import dev.mocha.postgres.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersTableTest {

  private static final String STREAM = "report_g1";
  private static final LogPartition PARTITION = new LogPartition("orders", 0);
  private static final Instant NOON = Instant.parse("2018-07-26T05:00:00Z");
  private static final RequestedBy REQUESTED_BY = new RequestedBy("ops", "mended upstream");
  private static final int MAX_BLOCKED = 3;

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();

  private final StreamOffsetsTable streamOffsets =
      new StreamOffsetsTable(database.jdbc(), database.transaction(), STREAM);
  private final StreamDeadLettersTable deadLetters =
      new StreamDeadLettersTable(database.jdbc(), STREAM);
  private final DeadLettersTable allDeadLetters =
      new DeadLettersTable(database.jdbc(), database.transactionManager());

  @BeforeEach
  void prepare() {
    database.jdbc().sql("CREATE TABLE work (item bigint PRIMARY KEY CHECK (item <> 13))").update();
    streamOffsets.of(List.of(PARTITION));
  }

  @Test
  void a_dead_letter_keeps_its_original_bytes() {
    var deadLetter =
        new DeadLetter(
            PARTITION,
            7,
            NOON,
            new byte[] {0, -1, 5},
            new byte[] {1, 0, 2},
            List.of(new Header("ce_type", new byte[] {'x', 0}), new Header("empty", null)),
            new DeadLetterSequence("orders", "o-1"),
            "cannot be read\0",
            "java.lang.IllegalStateException",
            false,
            NOON.minusSeconds(1));

    deadLetters.park(List.of(deadLetter), MAX_BLOCKED);

    assertThat(deadLetters.count()).isEqualTo(1);
    Stored kept = allDeadLetters.find(only(allDeadLetters.list(null, 0, 10)).id()).orElseThrow();
    assertThat(kept.stream()).isEqualTo(STREAM);
    assertThat(kept.attempts()).isZero();
    assertThat(kept.deadLetter())
        .usingRecursiveComparison()
        .isEqualTo(
            new DeadLetter(
                deadLetter.partition(),
                deadLetter.offset(),
                deadLetter.recordedAt(),
                deadLetter.key(),
                deadLetter.value(),
                deadLetter.headers(),
                deadLetter.sequence(),
                "cannot be read\uFFFD",
                deadLetter.failure(),
                deadLetter.waits(),
                deadLetter.completeTo()));
    assertThat(only(allDeadLetters.list(STREAM, 0, 10)).deadLetter().value()).isNull();
    assertThat(allDeadLetters.list(STREAM, kept.id(), 10)).isEmpty();
    assertThat(allDeadLetters.list("another", 0, 10)).isEmpty();
  }

  @Test
  void a_sequence_is_blocked_in_its_stream_and_topic() {
    park(1, "o-1");

    assertThat(
            deadLetters.blocked(
                Set.of(
                    new DeadLetterSequence("orders", "o-1"),
                    new DeadLetterSequence("orders", "o-2"),
                    new DeadLetterSequence("merchants", "o-1"))))
        .containsExactly(new DeadLetterSequence("orders", "o-1"));
    assertThat(
            new StreamDeadLettersTable(database.jdbc(), "other")
                .blocked(Set.of(new DeadLetterSequence("orders", "o-1"))))
        .isEmpty();
  }

  @Test
  void the_number_of_blocked_sequences_is_limited_and_that_of_waiting_records_is_not() {
    park(1, "o-1");
    park(2, "o-2");
    park(3, null);
    deadLetters.park(List.of(deadLetter(4, "o-1", true), deadLetter(5, "o-1", true)), MAX_BLOCKED);

    assertThatThrownBy(
            () ->
                database
                    .transaction()
                    .executeWithoutResult(
                        _ -> deadLetters.park(List.of(deadLetter(6, "o-3", false)), MAX_BLOCKED)))
        .isInstanceOf(TooManyBlocked.class);
    assertThat(offsets()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void a_retry_redelivers_the_whole_sequence_in_order_and_is_audited() {
    park(1, "o-1");
    park(2, "o-2");
    park(3, "o-1");

    List<Outcome> outcomes = allDeadLetters.redeliver(at(3), this::work, REQUESTED_BY, false);

    assertThat(outcomes).extracting(Outcome::offset).containsExactly(1L, 3L);
    assertThat(outcomes).extracting(Outcome::result).containsOnly(Result.APPLIED);
    assertThat(worked()).containsExactly(1L, 3L);
    assertThat(offsets()).containsExactly(2L);
    assertThat(audit())
        .containsExactly("ops, mended upstream: 1 APPLIED ", "ops, mended upstream: 3 APPLIED ");
  }

  @Test
  void the_first_that_fails_again_blocks_the_rest() {
    park(1, "o-1");
    park(13, "o-1");
    park(14, "o-1");

    List<Outcome> outcomes = allDeadLetters.redeliver(at(1), this::work, REQUESTED_BY, false);

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.APPLIED, Result.FAILED);
    assertThat(worked()).containsExactly(1L);
    assertThat(offsets()).containsExactly(13L, 14L);
    assertThat(at(13).attempts()).isEqualTo(1);
    assertThat(at(13).deadLetter().reason()).contains("work_item_check");
  }

  @Test
  void dead_letters_are_redelivered_in_the_order_of_the_log_and_wait_for_other_partitions() {
    park(new LogPartition("orders", 0), 5, "o-1");
    park(new LogPartition("orders", 1), 2, "o-1");
    park(new LogPartition("orders", 1), 1, "o-1");
    var order = new ArrayList<Long>();

    List<Outcome> outcomes =
        allDeadLetters.redeliver(
            at(5),
            it -> {
              if (it.offset() == 5 && !order.contains(2L)) {
                throw new IllegalStateException("2 is missing");
              }
              order.add(it.offset());
            },
            REQUESTED_BY,
            false);

    assertThat(order).containsExactly(1L, 2L, 5L);
    assertThat(outcomes).extracting(Outcome::result).containsOnly(Result.APPLIED);
    assertThat(offsets()).isEmpty();
  }

  @Test
  void the_same_record_becomes_one_dead_letter() {
    park(1, "o-1");
    park(1, "o-1");

    assertThat(offsets()).containsExactly(1L);
  }

  @Test
  void a_discarded_record_is_no_difference_any_more() {
    streamOffsets.advance(
        List.of(
            new Advance(
                PARTITION,
                0,
                1,
                NOON,
                List.of(LogCount.of(PARTITION, NOON.minusSeconds(600), "e-1")))),
        () -> {});
    streamOffsets.advance(
        List.of(new Advance(PARTITION, 1, 2, NOON.plusSeconds(60), List.of())), () -> {});
    deadLetters.park(
        List.of(
            deadLetter(
                1,
                "o-1",
                List.of(
                    new Header("ce_id", "e-1".getBytes(StandardCharsets.UTF_8)),
                    new Header(
                        "ce_recordedtime",
                        NOON.minusSeconds(600).toString().getBytes(StandardCharsets.UTF_8))))),
        MAX_BLOCKED);
    assertThat(streamOffsets.differences()).isEqualTo(1);

    allDeadLetters.discard(at(1), this::work, REQUESTED_BY, false);

    assertThat(streamOffsets.differences()).isZero();
  }

  @Test
  void a_dead_letter_without_a_sequence_is_redelivered_alone() {
    park(1, null);
    park(2, null);

    allDeadLetters.redeliver(at(2), this::work, REQUESTED_BY, false);

    assertThat(offsets()).containsExactly(1L);
    assertThat(allDeadLetters.firstOfEachSequence(STREAM))
        .extracting(it -> it.deadLetter().offset())
        .containsExactly(1L);
  }

  @Test
  void a_dry_run_returns_the_outcomes_and_changes_nothing() {
    park(1, "o-1");
    park(13, "o-1");

    List<Outcome> outcomes = allDeadLetters.redeliver(at(1), this::work, REQUESTED_BY, true);

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.APPLIED, Result.FAILED);
    assertThat(worked()).isEmpty();
    assertThat(offsets()).containsExactly(1L, 13L);
    assertThat(at(13).attempts()).isZero();
    assertThat(audit()).isEmpty();
  }

  @Test
  void discarding_a_dead_letter_redelivers_the_rest_of_its_sequence() {
    park(13, "o-1");
    park(14, "o-1");

    List<Outcome> outcomes = allDeadLetters.discard(at(13), this::work, REQUESTED_BY, false);

    assertThat(outcomes)
        .extracting(Outcome::result)
        .containsExactly(Result.DISCARDED, Result.APPLIED);
    assertThat(worked()).containsExactly(14L);
    assertThat(offsets()).isEmpty();
    assertThat(audit())
        .containsExactly(
            "ops, mended upstream: 13 DISCARDED ", "ops, mended upstream: 14 APPLIED ");
  }

  @Test
  void a_failing_database_changes_no_dead_letter() {
    park(1, "o-1");
    Consumer<DeadLetter> failing =
        _ -> {
          throw new IllegalStateException(new SQLException("shutdown", "57P01"));
        };

    assertThatThrownBy(() -> allDeadLetters.redeliver(at(1), failing, REQUESTED_BY, false))
        .isInstanceOf(DatabaseUnavailable.class);

    assertThat(offsets()).containsExactly(1L);
    assertThat(audit()).isEmpty();
  }

  @Test
  void a_stream_waits_while_its_dead_letters_are_redelivered() {
    park(0, "o-1");
    var order = new ArrayList<String>();

    CompletableFuture<Void> stream = new CompletableFuture<>();
    allDeadLetters.redeliver(
        at(0),
        _ -> {
          Thread.ofVirtual()
              .start(
                  () -> {
                    streamOffsets.advance(
                        List.of(new Advance(PARTITION, 0, 1, null, List.of())),
                        () -> order.add("stream"));
                    stream.complete(null);
                  });
          Awaitility.await().until(this::aSessionWaitsForALock);
          order.add("dead letter");
        },
        REQUESTED_BY,
        false);

    stream.join();
    assertThat(order).containsExactly("dead letter", "stream");
  }

  private boolean aSessionWaitsForALock() {
    return database
        .jdbc()
        .sql(
            """
            SELECT EXISTS (SELECT FROM pg_stat_activity
                           WHERE datname = current_database() AND wait_event_type = 'Lock')
            """)
        .query(Boolean.class)
        .single();
  }

  private void work(DeadLetter deadLetter) {
    database.jdbc().sql("INSERT INTO work VALUES (?)").param(deadLetter.offset()).update();
  }

  private List<Long> worked() {
    return database.jdbc().sql("SELECT item FROM work ORDER BY item").query(Long.class).list();
  }

  private void park(LogPartition partition, long offset, String sequence) {
    deadLetters.park(
        List.of(deadLetter(partition, offset, sequence, false, List.of())), MAX_BLOCKED);
  }

  private static DeadLetter deadLetter(long offset, String sequence, List<Header> headers) {
    return deadLetter(PARTITION, offset, sequence, false, headers);
  }

  private void park(long offset, @Nullable String sequence) {
    deadLetters.park(List.of(deadLetter(offset, sequence, false)), MAX_BLOCKED);
  }

  private static DeadLetter deadLetter(long offset, @Nullable String sequence, boolean waits) {
    return deadLetter(PARTITION, offset, sequence, waits, List.of());
  }

  private static DeadLetter deadLetter(
      LogPartition partition,
      long offset,
      @Nullable String sequence,
      boolean waits,
      List<Header> headers) {
    return new DeadLetter(
        partition,
        offset,
        NOON,
        null,
        new byte[0],
        headers,
        sequence == null ? null : new DeadLetterSequence(PARTITION.topic(), sequence),
        "no good",
        "",
        waits,
        null);
  }

  private Stored at(long offset) {
    return allDeadLetters.list(null, 0, 100).stream()
        .filter(it -> it.deadLetter().offset() == offset)
        .findFirst()
        .orElseThrow();
  }

  private List<Long> offsets() {
    return allDeadLetters.list(null, 0, 100).stream().map(it -> it.deadLetter().offset()).toList();
  }

  private List<String> audit() {
    return database
        .jdbc()
        .sql("SELECT * FROM dead_letter_actions ORDER BY id")
        .query(
            (row, _) ->
                "%s, %s: %d %s %s"
                    .formatted(
                        row.getString("by"),
                        row.getString("reason"),
                        row.getLong("log_offset"),
                        row.getString("result"),
                        row.getString("detail")))
        .list();
  }

  private static Stored only(List<Stored> deadLetters) {
    assertThat(deadLetters).hasSize(1);
    return Objects.requireNonNull(deadLetters.getFirst());
  }
}
