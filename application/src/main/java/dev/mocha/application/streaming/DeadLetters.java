package dev.mocha.application.streaming;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.publishing.LogPartition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The dead letters of all streams. */
public interface DeadLetters {

  /**
   * A dead letter in the database.
   *
   * @param attempts how many times it was redelivered without success
   */
  record Stored(long id, String stream, DeadLetter deadLetter, Instant parkedAt, int attempts) {}

  /** The result of redelivering or discarding one dead letter. */
  record Outcome(long id, LogPartition partition, long offset, Result result, String detail) {

    public enum Result {
      APPLIED,
      FAILED,
      DISCARDED
    }
  }

  /**
   * A page of dead letters, oldest first, without their values.
   *
   * @param stream null for all streams
   * @param after the last id of the page before; 0 for the first page
   */
  List<Stored> list(@Nullable String stream, long after, int limit);

  Optional<Stored> find(long id);

  /**
   * The first dead letter of each sequence and each dead letter without a sequence; without their
   * values.
   *
   * @param stream null for all streams
   */
  List<Stored> firstOfEachSequence(@Nullable String stream);

  /**
   * Redelivers the dead letters of this one's sequence, from the first on, until one fails. Those
   * that are applied are deleted; the one that fails keeps the new reason. Everything, the audit
   * included, happens in one transaction, in which the offsets of the stream are locked.
   *
   * @param dryRun whether the transaction is rolled back at the end
   * @throws StreamOffsets.DatabaseUnavailable when the database is not available
   */
  List<Outcome> redeliver(
      Stored deadLetter, Consumer<DeadLetter> recipient, RequestedBy requestedBy, boolean dryRun);

  /** Deletes this dead letter and redelivers the rest of its sequence as above. */
  List<Outcome> discard(
      Stored deadLetter, Consumer<DeadLetter> recipient, RequestedBy requestedBy, boolean dryRun);
}
