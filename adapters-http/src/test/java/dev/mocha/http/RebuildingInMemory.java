package dev.mocha.http;

import dev.mocha.application.rebuilding.DayRebuild;
import dev.mocha.application.rebuilding.Generation.Source;
import dev.mocha.application.rebuilding.Promotion;
import dev.mocha.application.rebuilding.RebuildControl;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use cases of rebuilding, of a process that has no way to the event store. */
@Configuration(proxyBeanMethods = false)
class RebuildingInMemory {

  static final int USUAL_RATE = 1_234;

  @Bean
  GenerationsInMemory generationsInMemory() {
    return new GenerationsInMemory();
  }

  @Bean
  HistoryInMemory historyInMemory() {
    return new HistoryInMemory();
  }

  @Bean
  RebuildControl rebuilds(GenerationsInMemory generations, HistoryInMemory history) {
    return new RebuildControl(
        generations,
        generations,
        Map.of(Source.LOG, history),
        history,
        new Promotion(generations, generations, GenerationsInMemory.VERSION),
        GenerationsInMemory.VERSION,
        USUAL_RATE);
  }

  @Bean
  DayRebuild dayRebuild(GenerationsInMemory generations, HistoryInMemory history) {
    return new DayRebuild(generations, generations, history, history, GenerationsInMemory.VERSION);
  }
}
