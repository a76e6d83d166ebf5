package dev.mocha.application.switching;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Statistics of both paths in an epoch of the switch.
 *
 * @param counts by kind, each of which is present
 * @param primary how long responses of the primary took
 * @param candidate how long responses of the candidate took
 */
public record ComparisonStats(Map<Kind, Long> counts, Latencies primary, Latencies candidate) {

  public static final ComparisonStats NOTHING =
      new ComparisonStats(Map.of(), Latencies.NONE, Latencies.NONE);

  private static final int DIGITS = 6;

  public ComparisonStats {
    var all = new EnumMap<Kind, Long>(Kind.class);
    for (Kind it : Kind.values()) {
      all.put(it, counts.getOrDefault(it, 0L));
    }
    counts = Collections.unmodifiableMap(all);
  }

  /** What is counted. */
  public enum Kind {
    /** Both responses are equal. */
    MATCH,
    /** No result: the day changed during each try. */
    UNSTABLE,
    /** No result: the comparison was dropped because the queue was full. */
    SHED,
    /** Mismatch: a field has another value, in none of the following ways. */
    VALUE,
    /** Mismatch: an order is in one response only. */
    MISSING,
    /** Mismatch: orders at the beginning or the end of the day. */
    BOUNDARY,
    /** Mismatch: amounts differ by the smallest unit. */
    ROUNDING,
    /** Mismatch: the candidate lagged for longer than allowed. */
    LATE,
    PRIMARY_REQUESTS,
    PRIMARY_FAILURES,
    CANDIDATE_REQUESTS,
    CANDIDATE_FAILURES,
    /** Responses of the candidate that were complete to a moment too long ago. */
    CANDIDATE_STALE,
    /** Requests for the candidate that the primary answered. */
    FALLBACKS;

    public static final List<Kind> MISMATCHES = List.of(VALUE, MISSING, BOUNDARY, ROUNDING, LATE);

    /** Whether it counts comparisons, not requests. */
    public boolean isComparison() {
      return compareTo(LATE) <= 0;
    }

    /** As in JSON. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isNothing() {
    return counts.values().stream().allMatch(it -> it == 0);
  }

  public ComparisonStats plus(ComparisonStats other) {
    var sums = new EnumMap<>(counts);
    other.counts.forEach((kind, count) -> sums.merge(kind, count, Long::sum));
    return new ComparisonStats(sums, primary.plus(other.primary), candidate.plus(other.candidate));
  }

  public long of(Kind... kinds) {
    return Stream.of(kinds).mapToLong(it -> counts.getOrDefault(it, 0L)).sum();
  }

  public long mismatches() {
    return of(Kind.MISMATCHES.toArray(Kind[]::new));
  }

  /** Comparisons with a result. */
  public long compared() {
    return of(Kind.MATCH) + mismatches();
  }

  /** Matches per comparison, 0 to 1; 0 without comparisons. */
  public BigDecimal matchRate() {
    return rate(of(Kind.MATCH), compared());
  }

  /** {@code part / whole}, rounded down; 0 where the whole is 0. */
  static BigDecimal rate(long part, long whole) {
    return whole == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), DIGITS, RoundingMode.DOWN);
  }

  /**
   * The lower bound of the match rate with a confidence of 97.5%. Source: E. B. Wilson, Probable
   * inference, the law of succession, and statistical inference, 1927.
   */
  public BigDecimal matchRateLowerBound() {
    double n = compared();
    if (n == 0) {
      return BigDecimal.ZERO;
    }
    double z = 1.959964; // of the normal distribution, 97.5% lie below
    double p = of(Kind.MATCH) / n;
    double spread = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    double bound = (p + z * z / (2 * n) - spread) / (1 + z * z / n);
    return BigDecimal.valueOf(bound).max(BigDecimal.ZERO).setScale(DIGITS, RoundingMode.DOWN);
  }
}
