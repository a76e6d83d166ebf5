package dev.mocha.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAccumulator;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** The most that was left of G1's heap after any collection, what is dead but old included. */
final class HeapAfterCollections implements AutoCloseable {

  private final LongAccumulator most = new LongAccumulator(Math::max, 0);
  private final NotificationListener listener = (it, _) -> take(it);

  HeapAfterCollections() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector).addNotificationListener(listener, null, null);
    }
  }

  private void take(Notification it) {
    if (it.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      most.accumulate(
          GarbageCollectionNotificationInfo.from((CompositeData) it.getUserData())
              .getGcInfo()
              .getMemoryUsageAfterGc()
              .entrySet()
              .stream()
              .filter(pool -> pool.getKey().startsWith("G1 "))
              .mapToLong(pool -> pool.getValue().getUsed())
              .sum());
    }
  }

  /** In MiB. */
  long mebibytes() {
    return most.get() >> 20;
  }

  @Override
  public void close() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      try {
        ((NotificationEmitter) collector).removeNotificationListener(listener);
      } catch (ListenerNotFoundException gone) {
        throw new IllegalStateException(gone);
      }
    }
  }
}
