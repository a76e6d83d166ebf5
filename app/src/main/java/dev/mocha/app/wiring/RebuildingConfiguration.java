package dev.mocha.app.wiring;

import dev.mocha.application.process.Role;
import dev.mocha.application.process.StartOrder;
import dev.mocha.application.rebuilding.BulkLoader;
import dev.mocha.application.rebuilding.BulkProjection.Limits;
import dev.mocha.application.rebuilding.BulkTables;
import dev.mocha.application.rebuilding.DayRebuild;
import dev.mocha.application.rebuilding.DayTables;
import dev.mocha.application.rebuilding.EventHistory;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.GenerationContents;
import dev.mocha.application.rebuilding.GenerationStreams;
import dev.mocha.application.rebuilding.Generations;
import dev.mocha.application.rebuilding.LogEndOffsets;
import dev.mocha.application.rebuilding.MerchantHistory;
import dev.mocha.application.rebuilding.Promotion;
import dev.mocha.application.rebuilding.RebuildControl;
import dev.mocha.application.rebuilding.RebuildJob;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import dev.mocha.application.rebuilding.Verification;
import dev.mocha.application.rebuilding.VersionUpgrade;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.streaming.EventStreams;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.axonframework.eventhandling.EventProcessorSpanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Generations of the daily report: their streams, rebuilds and promotions. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RebuildingConfiguration.RebuildingProperties.class)
@Profile(Role.CONSUMER)
class RebuildingConfiguration {

  /**
   * Rebuilds, under {@code mocha.rebuilding}.
   *
   * @param threads that load parts of the history in parallel
   * @param rate the default rate: the most entries per second, for a request without a rate; 0 for
   *     no limit
   * @param automatic whether a process rebuilds the projection when no generation has its version
   */
  @ConfigurationProperties("mocha.rebuilding")
  record RebuildingProperties(
      @DefaultValue("2") int threads,
      @DefaultValue("0") int rate,
      @DefaultValue("true") boolean automatic) {

    RebuildingProperties {
      if (threads < 1 || threads > 8) {
        throw new IllegalArgumentException("mocha.rebuilding.threads must be 1 to 8");
      }
      if (rate < 0 || rate > 10_000_000) {
        throw new IllegalArgumentException("mocha.rebuilding.rate must be 0 to 10,000,000");
      }
    }
  }

  private static final int VERSION = DailyReportProjection.VERSION;

  /** How often a process reads the generations, which other processes and operators change. */
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  /** The sources that this process can reach. */
  record Sources(Map<Source, EventHistory> histories) {}

  @Bean
  Sources sources(
      @Qualifier("logHistory") EventHistory logHistory,
      @Qualifier("eventStoreHistory") ObjectProvider<EventHistory> eventStoreHistory) {
    var histories = new EnumMap<Source, EventHistory>(Source.class);
    histories.put(Source.LOG, logHistory);
    eventStoreHistory.ifAvailable(it -> histories.put(Source.EVENT_STORE, it));
    return new Sources(histories);
  }

  @Bean
  Promotion promotion(Generations generations, Verification verification) {
    return new Promotion(generations, verification, VERSION);
  }

  @Bean
  RebuildControl rebuilds(
      Generations generations,
      GenerationContents contents,
      Sources sources,
      LogEndOffsets ends,
      Promotion promotion,
      RebuildingProperties properties) {
    return new RebuildControl(
        generations, contents, sources.histories(), ends, promotion, VERSION, properties.rate());
  }

  /**
   * Meters of the latest rebuild and its verification. They come from the database, so every
   * process reports the same; NaN while the database does not answer.
   */
  @Bean
  MeterBinder rebuildMeters(RebuildControl rebuilds) {
    return registry -> {
      gauge(
          registry,
          rebuilds,
          "running",
          "Whether a rebuild is running, 0 or 1",
          it -> it.state().isRebuilding() ? 1 : 0);
      gauge(
          registry,
          rebuilds,
          "done",
          "Entries of the history that the latest rebuild has read",
          it -> it.progress().done());
      gauge(
          registry,
          rebuilds,
          "total",
          "Entries of the history that the latest rebuild reads",
          it -> it.progress().total());
      gauge(
          registry,
          rebuilds,
          "throughput",
          "Entries that the running rebuild reads per second",
          it -> it.state().isRebuilding() ? it.progress().throughput() : 0);
      gauge(
          registry,
          rebuilds,
          "differing.days",
          "Days that differed at the last verification of the newest generation",
          it -> it.verified() == null ? 0 : it.verified().differingDays());
    };
  }

  private static void gauge(
      MeterRegistry registry,
      RebuildControl rebuilds,
      String name,
      String description,
      ToLongFunction<Generation> value) {
    Gauge.builder(
            "mocha.rebuild." + name, () -> rebuilds.find(null).map(value::applyAsLong).orElse(0L))
        .description(description)
        .register(registry);
  }

  @Bean
  DayRebuild dayRebuild(
      Generations generations,
      GenerationContents contents,
      MerchantHistory history,
      DayTables tables) {
    return new DayRebuild(generations, contents, history, tables, VERSION);
  }

  @Bean
  BulkLoader bulkLoader(BulkTables tables, RebuildingProperties properties) {
    return new BulkLoader(tables, Limits.DEFAULT, properties.threads());
  }

  @Bean
  RebuildJob rebuildJob(
      Generations generations,
      GenerationContents contents,
      Sources sources,
      BulkTables tables,
      BulkLoader loader,
      LogEndOffsets ends,
      Promotion promotion,
      Clock clock) {
    return new RebuildJob(
        generations,
        contents,
        sources.histories(),
        tables,
        loader,
        ends,
        promotion,
        clock,
        VERSION);
  }

  @Bean
  GenerationStreams generationStreams(
      Generations generations,
      GenerationContents contents,
      EventStreams streams,
      org.axonframework.config.Configuration axon) {
    return new GenerationStreams(
        generations,
        contents,
        streams,
        axon.getComponent(EventProcessorSpanFactory.class),
        VERSION);
  }

  @Bean
  PeriodicTask generationStreamsTask(GenerationStreams streams) {
    return new PeriodicTask(
        "generations",
        StartOrder.STREAMS,
        POLL_INTERVAL,
        () -> {
          streams.follow();
          return POLL_INTERVAL;
        },
        streams::closeAll);
  }

  @Bean
  PeriodicTask rebuildTask(
      RebuildJob job, VersionUpgrade upgrade, RebuildingProperties properties) {
    return new PeriodicTask(
        "rebuilds",
        StartOrder.REBUILDS,
        Duration.ofSeconds(2),
        () -> {
          upgrade.check(properties.automatic());
          job.work();
          return POLL_INTERVAL;
        });
  }

  @Bean
  VersionUpgrade versionUpgrade(Generations generations, RebuildControl rebuilds) {
    return new VersionUpgrade(generations, rebuilds, VERSION);
  }
}
