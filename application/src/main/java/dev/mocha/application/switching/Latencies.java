package dev.mocha.application.switching;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

/**
 * How long responses took, as a count for each range of durations. The first range ends at 50 µs,
 * the last one at three minutes, and each range ends a tenth above the one before it. Counts of
 * several processes add up; a percentile is at most a tenth above the true one.
 */
@SuppressWarnings("ArrayRecordComponent") // many numbers, never compared
public record Latencies(long[] counts) {

  /** Where each range ends, in nanoseconds. */
  private static final long[] ENDS =
      LongStream.iterate(50_000, it -> it * 11 / 10).limit(160).toArray();

  public static final Latencies NONE = new Latencies(new long[0]);

  public Latencies {
    counts = Arrays.copyOf(counts, ENDS.length);
  }

  /** Counts durations; safe for use by several threads. */
  static final class Recorder {

    private final AtomicLongArray counts = new AtomicLongArray(ENDS.length);

    void record(long nanos) {
      int found = Arrays.binarySearch(ENDS, nanos);
      counts.incrementAndGet(Math.min(found < 0 ? -found - 1 : found, ENDS.length - 1));
    }

    Latencies latencies() {
      var now = new long[ENDS.length];
      Arrays.setAll(now, counts::get);
      return new Latencies(now);
    }
  }

  Latencies plus(Latencies other) {
    var sum = new long[ENDS.length];
    Arrays.setAll(sum, it -> counts[it] + other.counts[it]);
    return new Latencies(sum);
  }

  /** The number of responses. */
  public long total() {
    return Arrays.stream(counts).sum();
  }

  /**
   * The percentile by nearest rank; zero without responses.
   *
   * @param percent 1 to 100
   */
  public Duration percentile(int percent) {
    long missing = Math.max(1, Math.ceilDiv(total() * percent, 100));
    for (int range = 0; range < ENDS.length; range++) {
      missing -= counts[range];
      if (missing <= 0) {
        return Duration.ofNanos(ENDS[range]);
      }
    }
    return Duration.ZERO;
  }
}
