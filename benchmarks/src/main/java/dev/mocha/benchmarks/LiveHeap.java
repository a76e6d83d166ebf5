package dev.mocha.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The maximum of live data in the heap while something runs. Each sample collects garbage first,
 * which slows that down.
 */
final class LiveHeap implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final AtomicLong most = new AtomicLong();
  private final Thread sampler = Thread.ofPlatform().daemon().name("live-heap").start(this::sample);

  private void sample() {
    try {
      while (true) {
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        most.accumulateAndGet(used, Math::max);
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** In MiB. */
  long mebibytes() {
    return most.get() >> 20;
  }

  @Override
  public void close() {
    sampler.interrupt();
  }
}
