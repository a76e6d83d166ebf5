package dev.mocha.application.rebuilding;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How fast a rebuild goes: counts what its threads have read, holds them back, and ends them. */
final class RebuildThrottle {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int rate;
  private final LongSupplier nanos;
  private final LongConsumer wait;
  private final long begun;
  private final AtomicLong read = new AtomicLong();
  private final AtomicReference<@Nullable RuntimeException> ended = new AtomicReference<>();

  /**
   * @param rate the most positions a second; 0 for no limit
   */
  RebuildThrottle(int rate) {
    this(rate, System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * @param nanos tells the time
   * @param wait lets so many nanoseconds of it pass, or fewer
   */
  RebuildThrottle(int rate, LongSupplier nanos, LongConsumer wait) {
    this.rate = rate;
    this.nanos = nanos;
    this.wait = wait;
    this.begun = nanos.getAsLong();
  }

  /** So much more is read; returns when the next may be, throws when none may. */
  void passed(long positions) {
    long all = read.addAndGet(positions);
    long due = rate == 0 ? begun : begun + Math.multiplyExact(all, 1_000_000_000L / rate);
    goOn();
    for (long early = due - nanos.getAsLong(); early > 0; early = due - nanos.getAsLong()) {
      wait.accept(Math.min(early, LOOK_NANOS));
      goOn();
    }
  }

  private void goOn() {
    RuntimeException reason = ended.get();
    if (reason != null) {
      throw reason;
    }
  }

  /**
   * All threads end, for the first reason given.
   *
   * @return that reason
   */
  RuntimeException end(RuntimeException reason) {
    RuntimeException first = ended.compareAndExchange(null, reason);
    return first == null ? reason : first;
  }

  /** Positions read since the rebuild began or went on. */
  long read() {
    return read.get();
  }
}
