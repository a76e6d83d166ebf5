package dev.mocha.app.wiring;

import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.RebuildControl;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * How far the rebuild at work is, and what comparing the newest generation found; the same from
 * every process, as it stands in the database. NaN while the database is away.
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
        "RebuildControl at work, 0 or 1",
        it -> it.state().isInTheMaking() ? 1 : 0);
    gauge(
        registry, "done", "Positions that the latest rebuild has read", it -> it.progress().done());
    gauge(registry, "positions", "Positions that it reads in all", it -> it.progress().total());
    gauge(
        registry,
        "rate",
        "Positions that it reads a second",
        it -> it.state().isInTheMaking() ? it.progress().rate() : 0);
    gauge(
        registry,
        "differences",
        "Days that differed when the newest generation was compared last",
        it -> it.proof() == null ? 0 : it.proof().days());
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToLongFunction<Generation> value) {
    Gauge.builder(
            "mocha.rebuild." + name,
            () -> {
              Optional<Generation> latest = rebuilds.find(null);
              return latest.map(value::applyAsLong).orElse(0L);
            })
        .description(description)
        .register(registry);
  }
}
