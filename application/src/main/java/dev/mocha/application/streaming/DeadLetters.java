package dev.mocha.application.streaming;

import dev.mocha.application.publishing.LogPartition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The dead letters of all streams, as operators see them. */
public interface DeadLetters {

  /**
   * A letter that is kept.
   *
   * @param attempts how often it was handed to its stream again
   */
  record Parked(long id, String stream, DeadLetter letter, Instant parkedAt, int attempts) {}

  /**
   * What an operator orders, for the audit.
   *
   * @param by who
   * @param reason why
   * @param dryRun whether everything is tried and nothing kept
   */
  record Action(String by, String reason, boolean dryRun) {}

  /** What became of a letter. */
  record Outcome(long id, LogPartition partition, long offset, Result result, String detail) {

    /** How it ended. */
    public enum Result {
      APPLIED,
      FAILED,
      DISCARDED
    }
  }

  /**
   * The letters of a stream, oldest first, without their values.
   *
   * @param stream null for all streams
   * @param after the id to go on after; 0 for the beginning
   */
  List<Parked> list(@Nullable String stream, long after, int limit);

  Optional<Parked> find(long id);

  /** The first letter of each sequence, and each letter without one; without their values. */
  List<Parked> firsts(@Nullable String stream);

  /**
   * Hands the letters of this one's sequence over, from the first on, until one fails; those that
   * were taken are gone, the one that failed says why. All in one transaction, in which the stream
   * itself does not move; the audit is part of it.
   *
   * @throws StreamOffsets.Unavailable when the database is away
   */
  List<Outcome> redeliver(Parked letter, Consumer<DeadLetter> recipient, Action action);

  /** Removes this letter, and goes on with its sequence as above. */
  List<Outcome> discard(Parked letter, Consumer<DeadLetter> recipient, Action action);
}
