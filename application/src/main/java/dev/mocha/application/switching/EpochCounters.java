package dev.mocha.application.switching;

import static java.util.Objects.requireNonNull;

import dev.mocha.application.switching.ComparisonStats.Counted;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What this process has seen of both paths since the switch was changed last. */
final class EpochCounters {

  private final Map<Counted, LongAdder> counts = new EnumMap<>(Counted.class);
  private final Latencies old = new Latencies();
  private final Latencies young = new Latencies();

  EpochCounters() {
    for (Counted it : Counted.values()) {
      counts.put(it, new LongAdder());
    }
  }

  void count(Counted what) {
    requireNonNull(counts.get(what)).increment();
  }

  void oldTook(long nanos) {
    old.record(nanos);
  }

  void newTook(long nanos) {
    young.record(nanos);
  }

  ComparisonStats seen() {
    var now = new EnumMap<Counted, Long>(Counted.class);
    counts.forEach((what, count) -> now.put(what, count.sum()));
    return new ComparisonStats(now, old.counts(), young.counts());
  }
}
