package dev.mocha.kafka.streaming;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;

/** What the log consumer counts. */
final class ConsumerMeters {

  final Counter records;
  final Counter retries;
  final Timer batches;

  ConsumerMeters(MeterRegistry registry, Map<?, ?> stopped) {
    records =
        Counter.builder("mocha.consumer.records")
            .description("Records applied, watermarks and repeated ones included")
            .register(registry);
    retries =
        Counter.builder("mocha.consumer.retries")
            .description("Batches put off because the database was away")
            .register(registry);
    batches =
        Timer.builder("mocha.consumer.batch")
            .description("From decoding a batch to its commit")
            .register(registry);
    Gauge.builder("mocha.consumer.stopped", stopped, Map::size)
        .description("Partitions that stand still at a record")
        .register(registry);
  }
}
