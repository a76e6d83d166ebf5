package dev.mocha.application.streaming;

import dev.mocha.application.streaming.DeadLetter.Sequence;
import java.util.Collection;
import java.util.Set;

/** The records that a stream has put aside. Used within {@link StreamOffsets#advance}. */
public interface StreamDeadLetters {

  /** Those among these sequences that a letter holds up. */
  Set<Sequence> heldUp(Set<Sequence> sequences);

  /**
   * Keeps these letters.
   *
   * @param allowed how many sequences of the stream may be held up at most; a letter without a
   *     sequence counts for itself
   * @throws TooMany when more sequences than allowed would be held up; nothing is kept then
   */
  void park(Collection<DeadLetter> letters, int allowed);

  /** How many letters there are. */
  long count();

  /** The stream has put aside so much that going on would eat the log. */
  final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TooMany(int allowed) {
      super(
          "more than %d sequences would be held up by dead letters; retry or discard some"
              .formatted(allowed));
    }
  }
}
