package dev.mocha.application.switching;

import dev.mocha.application.switching.Latencies.Counts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What was seen of both paths in a term of the switch.
 *
 * @param counts of everything that is counted
 * @param old how long the old path took to answer
 * @param young how long the new path took to answer
 */
public record ComparisonStats(Map<Counted, Long> counts, Counts old, Counts young) {

  /** Nothing yet. */
  public static final ComparisonStats NOTHING =
      new ComparisonStats(Map.of(), Counts.NONE, Counts.NONE);

  private static final int DIGITS = 6;

  public ComparisonStats {
    var all = new EnumMap<Counted, Long>(Counted.class);
    for (Counted it : Counted.values()) {
      all.put(it, counts.getOrDefault(it, 0L));
    }
    counts = Collections.unmodifiableMap(all);
  }

  /** What is counted. */
  public enum Counted {
    /** Both paths said the same. */
    ALIKE,
    /** The day changed each time it was looked at; nothing can be said. */
    MOVING,
    /** Differs: the new path was behind for longer than is waited. */
    LATE,
    /** Differs: orders at the beginning or the end of the day. */
    BOUNDARY,
    /** Differs: amounts, by the smallest unit. */
    ROUNDING,
    /** Differs: an order is in one answer only. */
    MISSING,
    /** Differs in any other way. */
    WRONG,
    /** Not compared, as more was to be compared than may be. */
    SHED,
    OLD_ASKED,
    OLD_FAILED,
    NEW_ASKED,
    NEW_FAILED,
    /** Answers of the new path that were not complete to a moment near enough. */
    NEW_STALE,
    /** Merchants of the new path whom the old one answered instead. */
    FELL_BACK;

    /** Whether it says of two answers that they differ. */
    public boolean isDifference() {
      return switch (this) {
        case LATE, BOUNDARY, ROUNDING, MISSING, WRONG -> true;
        case ALIKE,
            MOVING,
            SHED,
            OLD_ASKED,
            OLD_FAILED,
            NEW_ASKED,
            NEW_FAILED,
            NEW_STALE,
            FELL_BACK ->
            false;
      };
    }
  }

  /** Whether nothing was asked or compared. */
  boolean isNothing() {
    return counts.values().stream().allMatch(it -> it == 0);
  }

  /** Both together. */
  public ComparisonStats plus(ComparisonStats other) {
    var sums = new EnumMap<>(counts);
    other.counts.forEach((what, count) -> sums.merge(what, count, Long::sum));
    return new ComparisonStats(sums, old.plus(other.old), young.plus(other.young));
  }

  public long of(Counted... some) {
    return Stream.of(some).flatMapToLong(it -> LongStream.of(counts.getOrDefault(it, 0L))).sum();
  }

  /** Answers that did not say the same. */
  public long differing() {
    return of(Counted.LATE, Counted.BOUNDARY, Counted.ROUNDING, Counted.MISSING, Counted.WRONG);
  }

  /** Pairs of answers of which something can be said. */
  public long compared() {
    return of(Counted.ALIKE) + differing();
  }

  /** Of the compared those that said the same, 0 to 1; 0 where nothing was compared. */
  public BigDecimal matchRate() {
    return rate(of(Counted.ALIKE), compared());
  }

  /** How many of those asked, 0 to 1 and rounded down; 0 of none. */
  static BigDecimal rate(long some, long asked) {
    return asked == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(some).divide(BigDecimal.valueOf(asked), DIGITS, RoundingMode.DOWN);
  }

  /**
   * The rate of matches is above this with a confidence of 97.5%. Source: E. B. Wilson, Probable
   * inference, the law of succession, and statistical inference, 1927.
   */
  public BigDecimal matchRateAtLeast() {
    double n = compared();
    if (n == 0) {
      return BigDecimal.ZERO;
    }
    double z = 1.959964; // of the normal distribution, 97.5% lie below
    double p = of(Counted.ALIKE) / n;
    double spread = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    double bound = (p + z * z / (2 * n) - spread) / (1 + z * z / n);
    return BigDecimal.valueOf(bound).max(BigDecimal.ZERO).setScale(DIGITS, RoundingMode.DOWN);
  }
}
