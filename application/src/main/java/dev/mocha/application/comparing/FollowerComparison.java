package dev.mocha.application.comparing;

import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * Compares a leader with a follower that applies the leader's changes later, while both change.
 *
 * <p>The reads of both sides are of different moments, so a difference alone proves nothing. It
 * counts only when both reads saw the same changes: the follower is complete to the first read of
 * the leader, and a second read of the leader, made after the follower was read, equals the first.
 * Whatever is not certain is left to the caller, who compares again.
 *
 * @param <L> what is read of the leader
 * @param <F> what is read of the follower
 * @param isEqual whether both sides agree
 * @param isComplete whether the follower has every change that the leader had at that read
 * @param isUnchanged whether two reads of the leader agree
 */
public record FollowerComparison<L, F>(
    BiPredicate<L, F> isEqual, BiPredicate<L, F> isComplete, BiPredicate<L, L> isUnchanged) {

  /** What a comparison says. */
  public enum Verdict {
    EQUAL,
    /** The follower lags: read it again later. */
    BEHIND,
    /** The leader changed in between: begin again with its second read. */
    CHANGED,
    DIFFERENT
  }

  /**
   * A verdict.
   *
   * @param leader its latest read
   */
  public record Result<L>(Verdict verdict, L leader) {}

  /**
   * Compares reads of both sides.
   *
   * @param first the leader, read before the follower
   * @param second reads the leader again; asked only when the verdict depends on it
   */
  public Result<L> compare(L first, F follower, Supplier<L> second) {
    if (isEqual.test(first, follower)) {
      return new Result<>(Verdict.EQUAL, first);
    }
    if (!isComplete.test(first, follower)) {
      return new Result<>(Verdict.BEHIND, first);
    }
    L again = second.get();
    if (isEqual.test(again, follower)) {
      return new Result<>(Verdict.EQUAL, again);
    }
    return new Result<>(
        isUnchanged.test(first, again) ? Verdict.DIFFERENT : Verdict.CHANGED, again);
  }
}
