package dev.mocha.application.streaming;

import java.util.Collection;
import java.util.Set;

/** The dead letters of one stream. Used within {@link StreamOffsets#advance}. */
public interface StreamDeadLetters {

  /** Those of these sequences that have a dead letter. */
  Set<DeadLetterSequence> blocked(Set<DeadLetterSequence> sequences);

  /**
   * Stores dead letters.
   *
   * @param maxBlocked the most sequences of the stream that may be blocked; a dead letter without a
   *     sequence counts as one
   * @throws TooManyBlocked when more would be blocked; nothing is stored then
   */
  void park(Collection<DeadLetter> deadLetters, int maxBlocked);

  long count();

  /** The stream has more blocked sequences than it may have, so it stops. */
  final class TooManyBlocked extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TooManyBlocked(int maxBlocked) {
      super(
          "dead letters would block more than %d sequences; retry or discard some"
              .formatted(maxBlocked));
    }
  }
}
