package dev.mocha.application.switching;

import static java.util.Objects.requireNonNull;

import dev.mocha.application.switching.ComparisonStats.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Statistics of this process, while they are counted. Safe for use by several threads. */
final class EpochCounters {

  private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);
  final Latencies.Recorder primary = new Latencies.Recorder();
  final Latencies.Recorder candidate = new Latencies.Recorder();

  EpochCounters() {
    for (Kind it : Kind.values()) {
      counts.put(it, new LongAdder());
    }
  }

  void count(Kind kind) {
    requireNonNull(counts.get(kind)).increment();
  }

  ComparisonStats stats() {
    var now = new EnumMap<Kind, Long>(Kind.class);
    counts.forEach((kind, count) -> now.put(kind, count.sum()));
    return new ComparisonStats(now, primary.latencies(), candidate.latencies());
  }
}
