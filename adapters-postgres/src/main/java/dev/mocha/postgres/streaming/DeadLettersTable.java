package dev.mocha.postgres.streaming;

import static dev.mocha.postgres.sql.Columns.at;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetters;
import dev.mocha.application.streaming.DeadLetters.Outcome.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The dead letters of all streams. Redelivery locks the offsets of the partitions: the stream
 * neither moves nor checks for blocked sequences meanwhile, so a later record finds its sequence
 * either free or still blocked.
 */
final class DeadLettersTable implements DeadLetters {

  /** The most dead letters of a sequence in a transaction; the caller repeats for the rest. */
  static final int PAGE_SIZE = 500;

  /** A value may be large. */
  private static final String WITHOUT_VALUE =
      """
      id, stream, topic, partition, log_offset, recorded_at, record_key, NULL::bytea AS record_value,
      headers, sequence_key, reason, failure, waits, complete_to, parked_at, attempts
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final TransactionTemplate savepoint;

  DeadLettersTable(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.savepoint =
        new TransactionTemplate(
            transactions,
            new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NESTED));
  }

  @Override
  public List<Stored> list(@Nullable String stream, long after, int limit) {
    return jdbc.sql(
            """
            SELECT %s FROM dead_letters
            WHERE (?::text IS NULL OR stream = ?) AND id > ?
            ORDER BY id
            LIMIT ?
            """
                .formatted(WITHOUT_VALUE))
        .params(stream, stream, after, limit)
        .query((row, _) -> DeadLetterColumns.read(row))
        .list();
  }

  @Override
  public Optional<Stored> find(long id) {
    return jdbc.sql("SELECT * FROM dead_letters WHERE id = ?")
        .param(id)
        .query((row, _) -> DeadLetterColumns.read(row))
        .optional();
  }

  @Override
  public List<Stored> firstOfEachSequence(@Nullable String stream) {
    return jdbc.sql(
            """
            SELECT %s FROM dead_letters
            WHERE (?::text IS NULL OR stream = ?)
              AND id IN (
                SELECT min(id) FROM dead_letters
                GROUP BY stream, topic, sequence_key, CASE WHEN sequence_key IS NULL THEN id END)
            ORDER BY id
            """
                .formatted(WITHOUT_VALUE))
        .params(stream, stream)
        .query((row, _) -> DeadLetterColumns.read(row))
        .list();
  }

  @Override
  public List<Outcome> redeliver(
      Stored deadLetter, Consumer<DeadLetter> recipient, RequestedBy requestedBy, boolean dryRun) {
    return locked(deadLetter, dryRun, () -> redeliver(deadLetter, recipient, requestedBy));
  }

  @Override
  public List<Outcome> discard(
      Stored deadLetter, Consumer<DeadLetter> recipient, RequestedBy requestedBy, boolean dryRun) {
    return locked(
        deadLetter,
        dryRun,
        () -> {
          var outcomes = new ArrayList<Outcome>();
          if (delete(deadLetter)) {
            outcomes.add(audited(deadLetter, Result.DISCARDED, "", requestedBy));
            deadLetter
                .deadLetter()
                .counted()
                .ifPresent(
                    it -> new StreamCountsTable(jdbc, deadLetter.stream()).apply(List.of(it)));
            if (deadLetter.deadLetter().sequence() != null) {
              outcomes.addAll(redeliver(deadLetter, recipient, requestedBy));
            }
          }
          return outcomes;
        });
  }

  private List<Outcome> locked(Stored deadLetter, boolean dryRun, Supplier<List<Outcome>> work) {
    return Availability.of(
        () ->
            Objects.requireNonNull(
                transaction.execute(
                    status -> {
                      lockOffsets(deadLetter);
                      List<Outcome> outcomes = work.get();
                      if (dryRun) {
                        status.setRollbackOnly();
                      }
                      return outcomes;
                    })));
  }

  /** In the order in which the stream itself locks them. */
  private void lockOffsets(Stored deadLetter) {
    jdbc.sql(
            """
            SELECT FROM stream_offsets
            WHERE stream = ? AND (topic, partition) IN (
              SELECT topic, partition FROM dead_letters
              WHERE id = ? OR (stream = ? AND topic = ? AND sequence_key = ?))
            ORDER BY topic, partition
            FOR UPDATE
            """)
        .params(
            deadLetter.stream(),
            deadLetter.id(),
            deadLetter.stream(),
            deadLetter.deadLetter().partition().topic(),
            keyOf(deadLetter))
        .query(row -> {});
  }

  /**
   * Redelivers each partition until a dead letter fails, and repeats while any is applied: after a
   * topic got more partitions, an event may wait for one in another partition.
   */
  private List<Outcome> redeliver(
      Stored deadLetter, Consumer<DeadLetter> recipient, RequestedBy requestedBy) {
    var outcomes = new LinkedHashMap<Long, Outcome>();
    Collection<Deque<Long>> partitions = sequenceOf(deadLetter);
    boolean repeat = true;
    while (repeat) {
      repeat = false;
      for (Deque<Long> ids : partitions) {
        while (!ids.isEmpty()) {
          Outcome outcome = apply(find(ids.peek()).orElseThrow(), recipient, requestedBy);
          outcomes.put(outcome.id(), outcome);
          if (outcome.result() == Result.FAILED) {
            break;
          }
          ids.remove();
          repeat = partitions.size() > 1;
        }
      }
    }
    return List.copyOf(outcomes.values());
  }

  private Outcome apply(Stored next, Consumer<DeadLetter> recipient, RequestedBy requestedBy) {
    try {
      savepoint.executeWithoutResult(_ -> recipient.accept(next.deadLetter()));
    } catch (RuntimeException failed) {
      if (Availability.isEnvironment(failed)) {
        throw failed;
      }
      String reason = DeadLetterColumns.reason(failed);
      jdbc.sql(
              """
              UPDATE dead_letters SET attempts = attempts + 1, reason = ?, waits = false
              WHERE id = ?
              """)
          .params(reason, next.id())
          .update();
      return audited(next, Result.FAILED, reason, requestedBy);
    }
    delete(next);
    return audited(next, Result.APPLIED, "", requestedBy);
  }

  /** The ids of the dead letters of the sequence, by partition in the order of the log. */
  private Collection<Deque<Long>> sequenceOf(Stored deadLetter) {
    var partitions = new TreeMap<Integer, Deque<Long>>();
    jdbc.sql(
            """
            SELECT id, partition FROM dead_letters
            WHERE CASE WHEN ?::text IS NULL THEN id = ?
                       ELSE stream = ? AND topic = ? AND sequence_key = ? END
            ORDER BY log_offset
            LIMIT ?
            """)
        .params(
            keyOf(deadLetter),
            deadLetter.id(),
            deadLetter.stream(),
            deadLetter.deadLetter().partition().topic(),
            keyOf(deadLetter),
            PAGE_SIZE)
        .query(
            row -> {
              partitions
                  .computeIfAbsent(row.getInt("partition"), _ -> new ArrayDeque<>())
                  .add(row.getLong("id"));
            });
    return partitions.values();
  }

  private boolean delete(Stored deadLetter) {
    return jdbc.sql("DELETE FROM dead_letters WHERE id = ?").param(deadLetter.id()).update() == 1;
  }

  private Outcome audited(
      Stored deadLetter, Result result, String detail, RequestedBy requestedBy) {
    DeadLetter it = deadLetter.deadLetter();
    jdbc.sql(
            """
            INSERT INTO dead_letter_actions
              (by, reason, dead_letter_id, stream, topic, partition, log_offset, sequence_key, result,
               detail, minute, checksum)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?)
            """)
        .params(
            DeadLetterColumns.text(requestedBy.by()),
            DeadLetterColumns.text(requestedBy.reason()),
            deadLetter.id(),
            deadLetter.stream(),
            it.partition().topic(),
            it.partition().partition(),
            it.offset(),
            keyOf(deadLetter),
            result.name(),
            detail,
            at(it.counted().map(LogCount::minute).orElse(null)),
            it.counted().map(LogCount::checksum).orElse(null))
        .update();
    return new Outcome(deadLetter.id(), it.partition(), it.offset(), result, detail);
  }

  private static @Nullable String keyOf(Stored deadLetter) {
    return deadLetter.deadLetter().sequence() == null
        ? null
        : deadLetter.deadLetter().sequence().key();
  }
}
