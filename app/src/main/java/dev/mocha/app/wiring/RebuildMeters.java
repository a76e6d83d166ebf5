package dev.mocha.app.wiring;

import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.RebuildControl;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToLongFunction;

/**
 * Meters of the latest rebuild and its verification. They come from the database, so every process
 * reports the same; NaN while the database does not answer.
 */
final class RebuildMeters implements MeterBinder {

  private final RebuildControl rebuilds;

  RebuildMeters(RebuildControl rebuilds) {
    this.rebuilds = rebuilds;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "running",
        "Whether a rebuild is running, 0 or 1",
        it -> it.state().isRebuilding() ? 1 : 0);
    gauge(
        registry,
        "done",
        "Entries of the history that the latest rebuild has read",
        it -> it.progress().done());
    gauge(
        registry,
        "total",
        "Entries of the history that the latest rebuild reads",
        it -> it.progress().total());
    gauge(
        registry,
        "throughput",
        "Entries that the running rebuild reads per second",
        it -> it.state().isRebuilding() ? it.progress().throughput() : 0);
    gauge(
        registry,
        "differing.days",
        "Days that differed at the last verification of the newest generation",
        it -> it.verified() == null ? 0 : it.verified().differingDays());
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToLongFunction<Generation> value) {
    Gauge.builder(
            "mocha.rebuild." + name, () -> rebuilds.find(null).map(value::applyAsLong).orElse(0L))
        .description(description)
        .register(registry);
  }
}
