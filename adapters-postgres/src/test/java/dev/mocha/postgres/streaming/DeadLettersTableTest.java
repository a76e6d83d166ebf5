package dev.mocha.postgres.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetter.Header;
import dev.mocha.application.streaming.DeadLetter.Sequence;
import dev.mocha.application.streaming.DeadLetters.Action;
import dev.mocha.application.streaming.DeadLetters.Outcome;
import dev.mocha.application.streaming.DeadLetters.Outcome.Result;
import dev.mocha.application.streaming.DeadLetters.Parked;
import dev.mocha.application.streaming.StreamDeadLetters.TooMany;
import dev.mocha.application.streaming.StreamOffsets.Advance;
import dev.mocha.application.streaming.StreamOffsets.Unavailable;
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
  private static final Action ACTION = new Action("ops", "mended upstream", false);
  private static final Action DRY_RUN = new Action("ops", "just looking", true);
  private static final int ALLOWED = 3;

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();

  private final StreamOffsetsTable positions =
      new StreamOffsetsTable(database.jdbc(), database.transaction(), STREAM);
  private final StreamDeadLettersTable letters =
      new StreamDeadLettersTable(database.jdbc(), STREAM);
  private final DeadLettersTable parked =
      new DeadLettersTable(database.jdbc(), database.transactionManager());

  @BeforeEach
  void prepare() {
    database.jdbc().sql("CREATE TABLE work (item bigint PRIMARY KEY CHECK (item <> 13))").update();
    positions.of(List.of(PARTITION));
  }

  @Test
  void a_letter_is_kept_as_it_came() {
    var letter =
        new DeadLetter(
            PARTITION,
            7,
            NOON,
            new byte[] {0, -1, 5},
            new byte[] {1, 0, 2},
            List.of(new Header("ce_type", new byte[] {'x', 0}), new Header("empty", null)),
            new Sequence("orders", "o-1"),
            "cannot be read\0",
            "java.lang.IllegalStateException",
            false,
            NOON.minusSeconds(1));

    letters.park(List.of(letter), ALLOWED);

    assertThat(letters.count()).isEqualTo(1);
    Parked kept = parked.find(only(parked.list(null, 0, 10)).id()).orElseThrow();
    assertThat(kept.stream()).isEqualTo(STREAM);
    assertThat(kept.attempts()).isZero();
    assertThat(kept.letter())
        .usingRecursiveComparison()
        .isEqualTo(
            new DeadLetter(
                letter.partition(),
                letter.offset(),
                letter.recordedAt(),
                letter.key(),
                letter.value(),
                letter.headers(),
                letter.sequence(),
                "cannot be read\uFFFD",
                letter.failure(),
                letter.waits(),
                letter.completeTo()));
    assertThat(only(parked.list(STREAM, 0, 10)).letter().value()).isNull();
    assertThat(parked.list(STREAM, kept.id(), 10)).isEmpty();
    assertThat(parked.list("another", 0, 10)).isEmpty();
  }

  @Test
  void a_sequence_is_held_up_in_its_stream_and_topic() {
    park(1, "o-1");

    assertThat(
            letters.heldUp(
                Set.of(
                    new Sequence("orders", "o-1"),
                    new Sequence("orders", "o-2"),
                    new Sequence("merchants", "o-1"))))
        .containsExactly(new Sequence("orders", "o-1"));
    assertThat(
            new StreamDeadLettersTable(database.jdbc(), "other")
                .heldUp(Set.of(new Sequence("orders", "o-1"))))
        .isEmpty();
  }

  @Test
  void no_more_sequences_are_held_up_than_allowed_but_any_number_may_wait() {
    park(1, "o-1");
    park(2, "o-2");
    park(3, null);
    letters.park(List.of(letter(4, "o-1", true), letter(5, "o-1", true)), ALLOWED);

    assertThatThrownBy(
            () ->
                database
                    .transaction()
                    .executeWithoutResult(
                        _ -> letters.park(List.of(letter(6, "o-3", false)), ALLOWED)))
        .isInstanceOf(TooMany.class);
    assertThat(offsets()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void a_retry_hands_over_the_whole_sequence_in_its_order_and_the_audit_says_so() {
    park(1, "o-1");
    park(2, "o-2");
    park(3, "o-1");

    List<Outcome> outcomes = parked.redeliver(at(3), this::work, ACTION);

    assertThat(outcomes).extracting(Outcome::offset).containsExactly(1L, 3L);
    assertThat(outcomes).extracting(Outcome::result).containsOnly(Result.APPLIED);
    assertThat(worked()).containsExactly(1L, 3L);
    assertThat(offsets()).containsExactly(2L);
    assertThat(audit())
        .containsExactly("ops, mended upstream: 1 APPLIED ", "ops, mended upstream: 3 APPLIED ");
  }

  @Test
  void the_first_that_fails_again_holds_up_the_rest() {
    park(1, "o-1");
    park(13, "o-1");
    park(14, "o-1");

    List<Outcome> outcomes = parked.redeliver(at(1), this::work, ACTION);

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.APPLIED, Result.FAILED);
    assertThat(worked()).containsExactly(1L);
    assertThat(offsets()).containsExactly(13L, 14L);
    assertThat(at(13).attempts()).isEqualTo(1);
    assertThat(at(13).letter().reason()).contains("work_item_check");
  }

  @Test
  void letters_go_in_the_order_of_the_log_and_wait_for_those_of_other_partitions() {
    park(new LogPartition("orders", 0), 5, "o-1");
    park(new LogPartition("orders", 1), 2, "o-1");
    park(new LogPartition("orders", 1), 1, "o-1");
    var order = new ArrayList<Long>();

    List<Outcome> outcomes =
        parked.redeliver(
            at(5),
            it -> {
              if (it.offset() == 5 && !order.contains(2L)) {
                throw new IllegalStateException("2 is missing");
              }
              order.add(it.offset());
            },
            ACTION);

    assertThat(order).containsExactly(1L, 2L, 5L);
    assertThat(outcomes).extracting(Outcome::result).containsOnly(Result.APPLIED);
    assertThat(offsets()).isEmpty();
  }

  @Test
  void the_same_record_is_put_aside_once() {
    park(1, "o-1");
    park(1, "o-1");

    assertThat(offsets()).containsExactly(1L);
  }

  @Test
  void what_is_discarded_does_not_differ_any_more() {
    positions.advance(
        List.of(
            new Advance(
                PARTITION,
                0,
                1,
                NOON,
                List.of(LogCount.of(PARTITION, NOON.minusSeconds(600), "e-1")))),
        () -> {});
    positions.advance(
        List.of(new Advance(PARTITION, 1, 2, NOON.plusSeconds(60), List.of())), () -> {});
    letters.park(
        List.of(
            letter(
                1,
                "o-1",
                List.of(
                    new Header("ce_id", "e-1".getBytes(StandardCharsets.UTF_8)),
                    new Header(
                        "ce_recordedtime",
                        NOON.minusSeconds(600).toString().getBytes(StandardCharsets.UTF_8))))),
        ALLOWED);
    assertThat(positions.differences()).isEqualTo(1);

    parked.discard(at(1), this::work, ACTION);

    assertThat(positions.differences()).isZero();
  }

  @Test
  void a_letter_without_a_sequence_stands_for_itself() {
    park(1, null);
    park(2, null);

    parked.redeliver(at(2), this::work, ACTION);

    assertThat(offsets()).containsExactly(1L);
    assertThat(parked.firsts(STREAM)).extracting(it -> it.letter().offset()).containsExactly(1L);
  }

  @Test
  void a_dry_run_tells_and_keeps_nothing() {
    park(1, "o-1");
    park(13, "o-1");

    List<Outcome> outcomes = parked.redeliver(at(1), this::work, DRY_RUN);

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.APPLIED, Result.FAILED);
    assertThat(worked()).isEmpty();
    assertThat(offsets()).containsExactly(1L, 13L);
    assertThat(at(13).attempts()).isZero();
    assertThat(audit()).isEmpty();
  }

  @Test
  void what_waited_behind_a_discarded_letter_is_handed_over() {
    park(13, "o-1");
    park(14, "o-1");

    List<Outcome> outcomes = parked.discard(at(13), this::work, ACTION);

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
  void a_database_that_fails_settles_nothing() {
    park(1, "o-1");
    Consumer<DeadLetter> away =
        _ -> {
          throw new IllegalStateException(new SQLException("shutdown", "57P01"));
        };

    assertThatThrownBy(() -> parked.redeliver(at(1), away, ACTION)).isInstanceOf(Unavailable.class);

    assertThat(offsets()).containsExactly(1L);
    assertThat(audit()).isEmpty();
  }

  @Test
  void the_stream_stands_still_while_its_letters_are_handed_over() {
    park(0, "o-1");
    var order = new ArrayList<String>();

    CompletableFuture<Void> stream = new CompletableFuture<>();
    parked.redeliver(
        at(0),
        _ -> {
          Thread.ofVirtual()
              .start(
                  () -> {
                    positions.advance(
                        List.of(new Advance(PARTITION, 0, 1, null, List.of())),
                        () -> order.add("stream"));
                    stream.complete(null);
                  });
          Awaitility.await().until(this::somebodyWaitsForALock);
          order.add("letter");
        },
        ACTION);

    stream.join();
    assertThat(order).containsExactly("letter", "stream");
  }

  private boolean somebodyWaitsForALock() {
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

  private void work(DeadLetter letter) {
    database.jdbc().sql("INSERT INTO work VALUES (?)").param(letter.offset()).update();
  }

  private List<Long> worked() {
    return database.jdbc().sql("SELECT item FROM work ORDER BY item").query(Long.class).list();
  }

  private void park(LogPartition partition, long offset, String sequence) {
    letters.park(List.of(letter(partition, offset, sequence, false, List.of())), ALLOWED);
  }

  private static DeadLetter letter(long offset, String sequence, List<Header> headers) {
    return letter(PARTITION, offset, sequence, false, headers);
  }

  private void park(long offset, @Nullable String sequence) {
    letters.park(List.of(letter(offset, sequence, false)), ALLOWED);
  }

  private static DeadLetter letter(long offset, @Nullable String sequence, boolean waits) {
    return letter(PARTITION, offset, sequence, waits, List.of());
  }

  private static DeadLetter letter(
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
        sequence == null ? null : new Sequence(PARTITION.topic(), sequence),
        "no good",
        "",
        waits,
        null);
  }

  private Parked at(long offset) {
    return parked.list(null, 0, 100).stream()
        .filter(it -> it.letter().offset() == offset)
        .findFirst()
        .orElseThrow();
  }

  private List<Long> offsets() {
    return parked.list(null, 0, 100).stream().map(it -> it.letter().offset()).toList();
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

  private static Parked only(List<Parked> letters) {
    assertThat(letters).hasSize(1);
    return Objects.requireNonNull(letters.getFirst());
  }
}
