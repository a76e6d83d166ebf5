package dev.mocha.kafka.streaming;

import dev.mocha.application.streaming.DeadLetter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The meters of a log consumer, tagged with the name of its stream. */
final class ConsumerMeters {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerMeters.class);

  final Counter retries;
  final Counter rebalances;
  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter records;
  private final Counter parked;
  private final Timer decoding;
  private final Timer applying;
  private final DistributionSummary sizes;

  ConsumerMeters(MeterRegistry registry, String stream, ConsumerState state) {
    this.registry = registry;
    this.tags = Tags.of("stream", stream);
    records = counter("records", "Records read, watermarks, duplicates and dead letters included");
    parked = counter("parked", "Records that this process made dead letters");
    retries = counter("retries", "Batches retried after the database or the broker failed");
    rebalances = counter("rebalances", "Times that partitions were assigned or revoked");
    decoding = step("decode", "Decoding the records of a batch");
    applying = step("apply", "From a decoded batch to its commit");
    sizes =
        DistributionSummary.builder("mocha.consumer.batch")
            .description("Records of a transaction")
            .baseUnit("records")
            .tags(tags)
            .register(registry);
    gauge("lag", "Records that are not read yet", "records", state::lag);
    // Without a unit: it would be a part of the name that an alert knows.
    gauge("stopped", "Partitions that are stopped", null, state::stoppedCount);
    gauge("waiting", "Threads that wait for the database or the broker", null, state::waitingCount);
    gauge("dead.letters", "Dead letters of the stream", null, state::deadLetters);
    gauge(
        "differences",
        "Minutes of the log with other events than were applied",
        "minutes",
        state::differences);
    age("lag.time", "Age of the last record read while more are unread", state::lagMillis);
    age(
        "watermark.age",
        "Age of the oldest watermark of the partitions read here",
        state::watermarkAgeMillis);
  }

  private Counter counter(String name, String description) {
    return Counter.builder("mocha.consumer." + name)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private Timer step(String step, String description) {
    return Timer.builder("mocha.consumer.step")
        .description(description)
        .tags(tags)
        .tag("step", step)
        .register(registry);
  }

  private void gauge(
      String name, String description, @Nullable String unit, Supplier<Number> value) {
    Gauge.builder("mocha.consumer." + name, value)
        .description(description)
        .baseUnit(unit)
        .tags(tags)
        .register(registry);
  }

  private void age(String name, String description, Supplier<Number> millis) {
    TimeGauge.builder("mocha.consumer." + name, millis, TimeUnit.MILLISECONDS)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  <R> R decoding(Supplier<R> work) {
    return decoding.record(work);
  }

  void applying(Runnable work) {
    applying.record(work);
  }

  /** Counts a committed batch. The log names a dead letter by its offset: a key may be personal. */
  void applied(int size, List<DeadLetter> deadLetters) {
    records.increment(size);
    sizes.record(size);
    parked.increment(deadLetters.size());
    for (DeadLetter it : deadLetters) {
      LOG.atLevel(it.waits() ? Level.DEBUG : Level.ERROR)
          .log(
              "{} offset {} is a dead letter: {}{}",
              it.partition(),
              it.offset(),
              it.reason(),
              it.sequence() == null ? "" : "; later records of its sequence wait");
    }
  }
}
