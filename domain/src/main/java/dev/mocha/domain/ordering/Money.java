package dev.mocha.domain.ordering;

/** Arithmetic on amounts, which are non-negative whole numbers in a currency's minor unit. */
public final class Money {

  /** The largest single amount. A sum over a day of such orders fits a {@code long}. */
  public static final long MAX = 100_000_000_000_000L;

  public static final int FULL_BASIS_POINTS = 10_000;

  private Money() {}

  /** A share of an amount, rounded half up: {@code amount * basisPoints / 10000}. */
  public static long share(long amount, int basisPoints) {
    long whole = amount / FULL_BASIS_POINTS;
    long rest = amount % FULL_BASIS_POINTS;
    return whole * basisPoints + (rest * basisPoints + FULL_BASIS_POINTS / 2) / FULL_BASIS_POINTS;
  }

  /** The mean {@code sum / count}, rounded half up; 0 when the count is 0. */
  public static long mean(long sum, long count) {
    return count == 0
        ? 0
        : Math.floorDiv(sum, count) + (Math.floorMod(sum, count) * 2 >= count ? 1 : 0);
  }

  static void check(long amount) {
    if (amount < 0 || amount > MAX) {
      throw new IllegalArgumentException("amount out of range: " + amount);
    }
  }
}
