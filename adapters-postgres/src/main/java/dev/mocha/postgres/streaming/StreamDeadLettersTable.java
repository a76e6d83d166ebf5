package dev.mocha.postgres.streaming;

import static dev.mocha.postgres.sql.Columns.at;

import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetterSequence;
import dev.mocha.application.streaming.StreamDeadLetters;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The dead letters of one stream. */
public final class StreamDeadLettersTable implements StreamDeadLetters {

  private final JdbcClient jdbc;
  private final String stream;

  public StreamDeadLettersTable(JdbcClient jdbc, String stream) {
    this.jdbc = jdbc;
    this.stream = stream;
  }

  @Override
  public Set<DeadLetterSequence> blocked(Set<DeadLetterSequence> sequences) {
    var blocked = new HashSet<DeadLetterSequence>();
    if (sequences.isEmpty() || !any()) {
      return blocked;
    }
    jdbc.sql(
            """
            SELECT DISTINCT topic, sequence_key
            FROM dead_letters JOIN unnest(?, ?) AS wanted (topic, sequence_key)
              USING (topic, sequence_key)
            WHERE stream = ?
            """)
        .param(sequences.stream().map(DeadLetterSequence::topic).toArray(String[]::new))
        .param(sequences.stream().map(DeadLetterSequence::key).toArray(String[]::new))
        .param(stream)
        .query(
            row -> {
              blocked.add(
                  new DeadLetterSequence(row.getString("topic"), row.getString("sequence_key")));
            });
    return blocked;
  }

  private boolean any() {
    return jdbc.sql("SELECT EXISTS (SELECT FROM dead_letters WHERE stream = ?)")
        .param(stream)
        .query(Boolean.class)
        .single();
  }

  /** The lock keeps two threads from passing the limit together. */
  @Override
  public void park(Collection<DeadLetter> deadLetters, int maxBlocked) {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('dead_letters'), hashtext(?))")
        .param(stream)
        .query(row -> {});
    for (DeadLetter deadLetter : deadLetters) {
      insert(deadLetter);
    }
    if (deadLetters.stream().anyMatch(it -> !it.waits()) && blockedSequences() > maxBlocked) {
      throw new TooManyBlocked(maxBlocked);
    }
  }

  private void insert(DeadLetter it) {
    jdbc.sql(
            """
            INSERT INTO dead_letters
              (stream, topic, partition, log_offset, recorded_at, record_key, record_value, headers,
               sequence_key, reason, failure, waits, complete_to)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
            ON CONFLICT (stream, topic, partition, log_offset) DO NOTHING
            """)
        .param(stream)
        .param(it.partition().topic())
        .param(it.partition().partition())
        .param(it.offset())
        .param(at(it.recordedAt()))
        .param(it.key())
        .param(it.value())
        .param(DeadLetterColumns.json(it.headers()))
        .param(it.sequence() == null ? null : it.sequence().key())
        .param(DeadLetterColumns.text(it.reason()))
        .param(DeadLetterColumns.text(it.failure()))
        .param(it.waits())
        .param(at(it.completeTo()))
        .update();
  }

  private long blockedSequences() {
    return jdbc.sql(
            """
            SELECT count(DISTINCT (topic, sequence_key)) FILTER (WHERE sequence_key IS NOT NULL)
                 + count(*) FILTER (WHERE sequence_key IS NULL)
            FROM dead_letters
            WHERE stream = ?
            """)
        .param(stream)
        .query(Long.class)
        .single();
  }

  @Override
  public long count() {
    return Availability.of(
        () ->
            jdbc.sql("SELECT count(*) FROM dead_letters WHERE stream = ?")
                .param(stream)
                .query(Long.class)
                .single());
  }
}
