package dev.mocha.http.rebuilding;

import dev.mocha.application.process.Role;
import dev.mocha.application.rebuilding.DayRebuild;
import dev.mocha.application.rebuilding.Rebuilds;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Rebuilds and generations as operators see them. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.CONSUMER)
public class RebuildingConfiguration {

  @Bean
  ProgressEvents progressEvents(Rebuilds rebuilds) {
    return new ProgressEvents(rebuilds);
  }

  @Bean
  ProjectionController projectionController(
      Rebuilds rebuilds, DayRebuild days, ProgressEvents progress) {
    return new ProjectionController(rebuilds, days, progress);
  }

  @Bean
  RebuildProblems rebuildProblems() {
    return new RebuildProblems();
  }
}
