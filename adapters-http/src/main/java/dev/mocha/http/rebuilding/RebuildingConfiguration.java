package dev.mocha.http.rebuilding;

import dev.mocha.application.process.Role;
import dev.mocha.application.rebuilding.DayRebuild;
import dev.mocha.application.rebuilding.RebuildControl;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The HTTP API of rebuilds. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.CONSUMER)
public class RebuildingConfiguration {

  @Bean
  ProgressEvents progressEvents(RebuildControl rebuilds) {
    return new ProgressEvents(rebuilds);
  }

  @Bean
  ProjectionController projectionController(
      RebuildControl rebuilds, DayRebuild days, ProgressEvents progress) {
    return new ProjectionController(rebuilds, days, progress);
  }
}
