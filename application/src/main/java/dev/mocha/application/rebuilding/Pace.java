package dev.mocha.application.rebuilding;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** How fast a rebuild goes: counts what its threads have read, holds them back, and ends them. */
final class Pace {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int rate;
  private final long begun = System.nanoTime();
  private final AtomicLong read = new AtomicLong();
  private final AtomicReference<@Nullable RuntimeException> ended = new AtomicReference<>();

  /**
   * @param rate the most positions a second; 0 for no limit
   */
  Pace(int rate) {
    this.rate = rate;
  }

  /** So much more is read; returns when the next may be, throws when none may. */
  void passed(long positions) {
    long all = read.addAndGet(positions);
    long due = rate == 0 ? begun : begun + Math.multiplyExact(all, 1_000_000_000L / rate);
    goOn();
    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(wait, LOOK_NANOS));
      goOn();
    }
  }

  private void goOn() {
    RuntimeException reason = ended.get();
    if (reason != null) {
      throw reason;
    }
  }

  /** All threads end, for the first reason given. */
  void end(RuntimeException reason) {
    ended.compareAndSet(null, reason);
  }

  /** Positions read since the rebuild began or went on. */
  long read() {
    return read.get();
  }
}
