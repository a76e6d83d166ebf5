package dev.mocha.http;

import dev.mocha.application.rebuilding.ContentsInMemory;
import dev.mocha.application.rebuilding.DayRebuild;
import dev.mocha.application.rebuilding.DayTablesInMemory;
import dev.mocha.application.rebuilding.GenerationsInMemory;
import dev.mocha.application.rebuilding.HistoryInMemory;
import dev.mocha.application.rebuilding.MerchantHistoryInMemory;
import dev.mocha.application.rebuilding.Promotion;
import dev.mocha.application.rebuilding.RebuildControl;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import dev.mocha.application.rebuilding.VerificationInMemory;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use cases of rebuilding, in a process that cannot reach the event store. */
@Configuration(proxyBeanMethods = false)
public class RebuildingInMemory {

  /** The version of the projection. */
  public static final int VERSION = 7;

  static final int DEFAULT_RATE = 1_234;

  @Bean
  GenerationsInMemory generations() {
    return new GenerationsInMemory(TestApplication.NOW);
  }

  @Bean
  ContentsInMemory contents() {
    return new ContentsInMemory();
  }

  @Bean
  VerificationInMemory verification() {
    return new VerificationInMemory();
  }

  @Bean
  HistoryInMemory history() {
    return new HistoryInMemory();
  }

  @Bean
  MerchantHistoryInMemory merchantHistory() {
    return new MerchantHistoryInMemory();
  }

  @Bean
  DayTablesInMemory dayTables() {
    return new DayTablesInMemory();
  }

  @Bean
  RebuildControl rebuilds(
      GenerationsInMemory generations,
      ContentsInMemory contents,
      VerificationInMemory verification,
      HistoryInMemory history) {
    return new RebuildControl(
        generations,
        contents,
        Map.of(Source.LOG, history),
        history,
        new Promotion(generations, verification, VERSION),
        VERSION,
        DEFAULT_RATE);
  }

  @Bean
  DayRebuild dayRebuild(
      GenerationsInMemory generations,
      ContentsInMemory contents,
      MerchantHistoryInMemory history,
      DayTablesInMemory tables) {
    return new DayRebuild(generations, contents, history, tables, VERSION);
  }
}
