package dev.mocha.application.rebuilding;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts what the threads of a rebuild read, limits their rate, and ends them. */
final class RebuildThrottle {

  private static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int rate;
  private final LongSupplier nanos;
  private final LongConsumer wait;
  private final long begun;
  private final AtomicLong read = new AtomicLong();
  private final AtomicReference<@Nullable RuntimeException> ended = new AtomicReference<>();

  /**
   * @param rate the most entries per second; 0 for no limit
   */
  RebuildThrottle(int rate) {
    this(rate, System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * @param nanos the clock
   * @param wait blocks for so many nanoseconds, or fewer
   */
  RebuildThrottle(int rate, LongSupplier nanos, LongConsumer wait) {
    this.rate = rate;
    this.nanos = nanos;
    this.wait = wait;
    this.begun = nanos.getAsLong();
  }

  /** Counts entries, and blocks until the next may be read. Throws once the rebuild has ended. */
  void read(long entries) {
    long all = read.addAndGet(entries);
    long due = rate == 0 ? begun : begun + Math.multiplyExact(all, 1_000_000_000L / rate);
    throwIfEnded();
    for (long early = due - nanos.getAsLong(); early > 0; early = due - nanos.getAsLong()) {
      wait.accept(Math.min(early, MAX_WAIT_NANOS));
      throwIfEnded();
    }
  }

  private void throwIfEnded() {
    RuntimeException reason = ended.get();
    if (reason != null) {
      throw reason;
    }
  }

  /**
   * Ends all threads; of several reasons the first counts.
   *
   * @return the first reason
   */
  RuntimeException end(RuntimeException reason) {
    RuntimeException first = ended.compareAndExchange(null, reason);
    return first == null ? reason : first;
  }

  /** The number of entries read since the rebuild began or resumed. */
  long read() {
    return read.get();
  }
}
