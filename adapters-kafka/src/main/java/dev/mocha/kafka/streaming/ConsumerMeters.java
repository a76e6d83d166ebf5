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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What a log consumer counts, under the name of its stream. */
final class ConsumerMeters {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerMeters.class);

  final Counter retries;
  final Counter rebalances;
  private final Counter records;
  private final Counter parked;
  private final Timer decoding;
  private final Timer applying;
  private final DistributionSummary sizes;

  ConsumerMeters(MeterRegistry registry, String stream, ConsumerState state) {
    var tags = Tags.of("stream", stream);
    records =
        Counter.builder("mocha.consumer.records")
            .description("Records dealt with: watermarks, repeated and parked ones included")
            .tags(tags)
            .register(registry);
    parked =
        Counter.builder("mocha.consumer.parked")
            .description("Records put among the dead letters by this process")
            .tags(tags)
            .register(registry);
    retries =
        Counter.builder("mocha.consumer.retries")
            .description("Batches put off because the database or the broker was away")
            .tags(tags)
            .register(registry);
    rebalances =
        Counter.builder("mocha.consumer.rebalances")
            .description("Times that partitions were taken over or handed over")
            .tags(tags)
            .register(registry);
    decoding = step(registry, tags, "decode", "Reading the records of a batch");
    applying = step(registry, tags, "apply", "From a read batch to its commit");
    sizes =
        DistributionSummary.builder("mocha.consumer.batch")
            .description("Records of a transaction")
            .baseUnit("records")
            .tags(tags)
            .register(registry);
    gauge(registry, tags, "lag", "Records that are not read yet", "records", state::lag);
    gauge(registry, tags, "stopped", "Partitions that stand still", null, state::stoppedCount);
    gauge(registry, tags, "waiting", "Threads that wait for the database", null, state::waiting);
    gauge(registry, tags, "letters", "Dead letters of the stream", null, state::letters);
    gauge(
        registry,
        tags,
        "differences",
        "Minutes of the log with other events than were applied",
        "minutes",
        state::differences);
    TimeGauge.builder("mocha.consumer.lag.time", state::behindMillis, TimeUnit.MILLISECONDS)
        .description("Age of the last record read, while there are more")
        .tags(tags)
        .register(registry);
    TimeGauge.builder(
            "mocha.consumer.watermark.age", state::watermarkAgeMillis, TimeUnit.MILLISECONDS)
        .description("Age of the oldest watermark of the partitions read here")
        .tags(tags)
        .register(registry);
  }

  private static Timer step(MeterRegistry registry, Tags tags, String step, String description) {
    return Timer.builder("mocha.consumer.step")
        .description(description)
        .tags(tags)
        .tag("step", step)
        .register(registry);
  }

  private static void gauge(
      MeterRegistry registry,
      Tags tags,
      String name,
      String description,
      @org.jspecify.annotations.Nullable String unit,
      Supplier<Number> value) {
    Gauge.builder("mocha.consumer." + name, value)
        .description(description)
        .baseUnit(unit)
        .tags(tags)
        .register(registry);
  }

  <R> R decoding(Supplier<R> work) {
    return decoding.record(work);
  }

  void applying(Runnable work) {
    applying.record(work);
  }

  /**
   * Notes a batch that is committed, with what of it was put aside. A letter is told by its
   * position alone: the key of its sequence may be personal.
   */
  void applied(int size, List<DeadLetter> letters) {
    records.increment(size);
    sizes.record(size);
    parked.increment(letters.size());
    for (DeadLetter letter : letters) {
      LOG.atLevel(letter.waits() ? Level.DEBUG : Level.ERROR)
          .log(
              "{} offset {} is put among the dead letters: {}{}",
              letter.partition(),
              letter.offset(),
              letter.reason(),
              letter.sequence() == null ? "" : "; later records of its sequence wait");
    }
  }
}
