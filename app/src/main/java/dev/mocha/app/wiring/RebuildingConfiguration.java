package dev.mocha.app.wiring;

import dev.mocha.application.process.Role;
import dev.mocha.application.process.StartOrder;
import dev.mocha.application.rebuilding.BulkLoader;
import dev.mocha.application.rebuilding.BulkProjection.Limits;
import dev.mocha.application.rebuilding.BulkTables;
import dev.mocha.application.rebuilding.DayRebuild;
import dev.mocha.application.rebuilding.DayTables;
import dev.mocha.application.rebuilding.EventHistory;
import dev.mocha.application.rebuilding.Generation.Source;
import dev.mocha.application.rebuilding.GenerationContents;
import dev.mocha.application.rebuilding.GenerationStreams;
import dev.mocha.application.rebuilding.Generations;
import dev.mocha.application.rebuilding.LogEndOffsets;
import dev.mocha.application.rebuilding.MerchantHistory;
import dev.mocha.application.rebuilding.Promotion;
import dev.mocha.application.rebuilding.RebuildControl;
import dev.mocha.application.rebuilding.RebuildJob;
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

/**
 * Generations of the report: kept up to date, rebuilt and promoted by the role {@code consumer}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RebuildingProperties.class)
@Profile(Role.CONSUMER)
class RebuildingConfiguration {

  private static final int VERSION = DailyReportProjection.VERSION;

  /** How soon a process follows what another one, or an operator, has changed. */
  private static final Duration LOOK = Duration.ofMillis(500);

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
  Promotion promotion(Generations generations, Verification comparison) {
    return new Promotion(generations, comparison, VERSION);
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
  BulkLoader filling(BulkTables tables, RebuildingProperties properties) {
    return new BulkLoader(tables, Limits.DEFAULT, properties.threads());
  }

  @Bean
  RebuildJob rebuilder(
      Generations generations,
      GenerationContents contents,
      Sources sources,
      BulkTables tables,
      BulkLoader filling,
      LogEndOffsets ends,
      Promotion promotion,
      Clock clock) {
    return new RebuildJob(
        generations,
        contents,
        sources.histories(),
        tables,
        filling,
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

  /** After everything that streams write to, and before it at the end. */
  @Bean
  PeriodicTask generationsFollowed(GenerationStreams streams) {
    return new PeriodicTask(
        "generations",
        StartOrder.STREAMS,
        LOOK,
        () -> {
          streams.follow();
          return LOOK;
        },
        streams::end);
  }

  @Bean
  PeriodicTask rebuildsCarriedOut(
      RebuildJob rebuilder, VersionUpgrade newVersion, RebuildingProperties properties) {
    return new PeriodicTask(
        "rebuilds",
        StartOrder.REBUILDS,
        Duration.ofSeconds(2),
        () -> {
          newVersion.notice(properties.automatic());
          rebuilder.work();
          return LOOK;
        });
  }

  @Bean
  VersionUpgrade newVersion(Generations generations, RebuildControl rebuilds) {
    return new VersionUpgrade(generations, rebuilds, VERSION);
  }
}
