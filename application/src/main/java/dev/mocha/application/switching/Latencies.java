package dev.mocha.application.switching;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long answers took, as counts of ranges each a tenth longer than the one before, from 50 µs to
 * three minutes: counts of several processes add up, and a percentile of the sum is at most a tenth
 * above the true one.
 */
public final class Latencies {

  /** Where each range ends, in nanoseconds. */
  private static final long[] ENDS = new long[160];

  static {
    ENDS[0] = 50_000;
    for (int range = 1; range < ENDS.length; range++) {
      ENDS[range] = ENDS[range - 1] * 11 / 10;
    }
  }

  private final AtomicLongArray counts = new AtomicLongArray(ENDS.length);

  void record(long nanos) {
    int found = Arrays.binarySearch(ENDS, nanos);
    int range = found < 0 ? -found - 1 : found;
    counts.incrementAndGet(Math.min(range, ENDS.length - 1));
  }

  Counts counts() {
    long[] now = new long[ENDS.length];
    Arrays.setAll(now, counts::get);
    return new Counts(now);
  }

  /** How many answers took how long. */
  @SuppressWarnings("ArrayRecordComponent") // many numbers, never compared
  public record Counts(long[] ofRanges) {

    public static final Counts NONE = new Counts(new long[ENDS.length]);

    public Counts {
      ofRanges = Arrays.copyOf(ofRanges, ENDS.length);
    }

    Counts plus(Counts other) {
      long[] sum = new long[ENDS.length];
      Arrays.setAll(sum, it -> ofRanges[it] + other.ofRanges[it]);
      return new Counts(sum);
    }

    public long total() {
      return Arrays.stream(ofRanges).sum();
    }

    /**
     * By nearest rank: as long as this took so many of a hundred at most. Zero where there are
     * none.
     *
     * @param percent 1 to 100
     */
    public Duration percentile(int percent) {
      long rank = Math.max(1, Math.ceilDiv(total() * percent, 100));
      long seen = 0;
      for (int range = 0; range < ENDS.length; range++) {
        seen += ofRanges[range];
        if (seen >= rank) {
          return Duration.ofNanos(ENDS[range]);
        }
      }
      return Duration.ZERO;
    }
  }
}
