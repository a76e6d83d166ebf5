package dev.mocha.postgres.streaming;

import static dev.mocha.postgres.sql.Columns.at;

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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The dead letters of all streams. What is handed over again runs under the lock of the partitions'
 * positions: the stream neither moves nor looks for letters meanwhile, so a record that comes later
 * either finds the sequence free or is put behind it.
 */
public final class DeadLettersTable implements DeadLetters {

  /** Letters of one sequence in one transaction; the caller comes back for the rest. */
  static final int MOST_AT_ONCE = 500;

  /** For lists: a value may be large. */
  private static final String WITHOUT_VALUE =
      """
      id, stream, topic, partition, log_offset, recorded_at, record_key, NULL::bytea AS record_value,
      headers, sequence_key, reason, failure, waits, complete_to, parked_at, attempts
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final TransactionTemplate savepoint;

  public DeadLettersTable(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.savepoint =
        new TransactionTemplate(
            transactions,
            new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NESTED));
  }

  @Override
  public List<Parked> list(@Nullable String stream, long after, int limit) {
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
  public Optional<Parked> find(long id) {
    return jdbc.sql("SELECT * FROM dead_letters WHERE id = ?")
        .param(id)
        .query((row, _) -> DeadLetterColumns.read(row))
        .optional();
  }

  @Override
  public List<Parked> firsts(@Nullable String stream) {
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
  public List<Outcome> redeliver(Parked letter, Consumer<DeadLetter> recipient, Action action) {
    return settle(letter, action, () -> handOver(letter, recipient, action));
  }

  @Override
  public List<Outcome> discard(Parked letter, Consumer<DeadLetter> recipient, Action action) {
    return settle(
        letter,
        action,
        () -> {
          var outcomes = new ArrayList<Outcome>();
          if (remove(letter)) {
            outcomes.add(audited(letter, Result.DISCARDED, "", action));
            letter
                .letter()
                .counted()
                .ifPresent(it -> new StreamCountsTable(jdbc, letter.stream()).apply(List.of(it)));
            if (letter.letter().sequence() != null) {
              outcomes.addAll(handOver(letter, recipient, action));
            }
          }
          return outcomes;
        });
  }

  private interface Work {
    List<Outcome> run();
  }

  private List<Outcome> settle(Parked letter, Action action, Work work) {
    return Availability.of(
        () ->
            Objects.requireNonNull(
                transaction.execute(
                    status -> {
                      lockPositions(letter);
                      List<Outcome> outcomes = work.run();
                      if (action.dryRun()) {
                        status.setRollbackOnly();
                      }
                      return outcomes;
                    })));
  }

  /** In the order in which the stream itself locks them. */
  private void lockPositions(Parked letter) {
    jdbc.sql(
            """
            SELECT FROM stream_positions
            WHERE stream = ? AND (topic, partition) IN (
              SELECT topic, partition FROM dead_letters
              WHERE id = ? OR (stream = ? AND topic = ? AND sequence_key = ?))
            ORDER BY topic, partition
            FOR UPDATE
            """)
        .params(
            letter.stream(),
            letter.id(),
            letter.stream(),
            letter.letter().partition().topic(),
            keyOf(letter))
        .query(row -> {});
  }

  /**
   * Each partition until one of its letters fails, and again for as long as any is taken: an event
   * may wait for one in another partition, where a topic was given more of them.
   */
  private List<Outcome> handOver(Parked letter, Consumer<DeadLetter> recipient, Action action) {
    var outcomes = new LinkedHashMap<Long, Outcome>();
    Collection<Deque<Long>> partitions = sequenceOf(letter);
    boolean goesOn = true;
    while (goesOn) {
      goesOn = false;
      for (Deque<Long> ids : partitions) {
        while (!ids.isEmpty()) {
          Outcome outcome = handOverOne(find(ids.peek()).orElseThrow(), recipient, action);
          outcomes.put(outcome.id(), outcome);
          if (outcome.result() == Result.FAILED) {
            break;
          }
          ids.remove();
          goesOn = partitions.size() > 1;
        }
      }
    }
    return List.copyOf(outcomes.values());
  }

  private Outcome handOverOne(Parked next, Consumer<DeadLetter> recipient, Action action) {
    try {
      savepoint.executeWithoutResult(_ -> recipient.accept(next.letter()));
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
      return audited(next, Result.FAILED, reason, action);
    }
    remove(next);
    return audited(next, Result.APPLIED, "", action);
  }

  /** The ids of the sequence's letters, of each partition in the order of the log. */
  private Collection<Deque<Long>> sequenceOf(Parked letter) {
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
            keyOf(letter),
            letter.id(),
            letter.stream(),
            letter.letter().partition().topic(),
            keyOf(letter),
            MOST_AT_ONCE)
        .query(
            row -> {
              partitions
                  .computeIfAbsent(row.getInt("partition"), _ -> new ArrayDeque<>())
                  .add(row.getLong("id"));
            });
    return partitions.values();
  }

  private boolean remove(Parked letter) {
    return jdbc.sql("DELETE FROM dead_letters WHERE id = ?").param(letter.id()).update() == 1;
  }

  private Outcome audited(Parked letter, Result result, String detail, Action action) {
    DeadLetter it = letter.letter();
    jdbc.sql(
            """
            INSERT INTO dead_letter_actions
              (by, reason, letter_id, stream, topic, partition, log_offset, sequence_key, result,
               detail, minute, checksum)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?)
            """)
        .params(
            DeadLetterColumns.text(action.by()),
            DeadLetterColumns.text(action.reason()),
            letter.id(),
            letter.stream(),
            it.partition().topic(),
            it.partition().partition(),
            it.offset(),
            keyOf(letter),
            result.name(),
            detail,
            at(it.counted().map(LogCount::minute).orElse(null)),
            it.counted().map(LogCount::checksum).orElse(null))
        .update();
    return new Outcome(letter.id(), it.partition(), it.offset(), result, detail);
  }

  private static @Nullable String keyOf(Parked letter) {
    return letter.letter().sequence() == null ? null : letter.letter().sequence().key();
  }
}
