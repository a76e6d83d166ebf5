package dev.mocha.app.wiring;

import dev.mocha.application.process.Role;
import dev.mocha.application.process.StartOrder;
import dev.mocha.application.rebuilding.BulkLoader;
import dev.mocha.application.rebuilding.BulkProjection.Limits;
import dev.mocha.application.rebuilding.BulkTables;
import dev.mocha.application.rebuilding.DayRebuild;
import dev.mocha.application.rebuilding.DayTables;
import dev.mocha.application.rebuilding.EventHistory;
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
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.axonframework.eventhandling.EventProcessorSpanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Generations of the daily report: their streams, rebuilds and promotions. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RebuildingProperties.class)
@Profile(Role.CONSUMER)
class RebuildingConfiguration {

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

  @Bean
  RebuildMeters rebuildMeters(RebuildControl rebuilds) {
    return new RebuildMeters(rebuilds);
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
  PeriodicTask generationsFollowed(GenerationStreams streams) {
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
  PeriodicTask rebuildsCarriedOut(
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
