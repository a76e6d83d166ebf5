package dev.mocha.app.wiring;

import dev.mocha.application.ordering.HistoryImport;
import dev.mocha.application.ordering.Merchants;
import dev.mocha.application.ordering.Ordering;
import dev.mocha.application.ordering.StoredHistories;
import dev.mocha.application.process.Role;
import java.time.Clock;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The commands and the import of the main service. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.ORDERS)
class OrderingConfiguration {

  @Bean
  Ordering ordering(org.axonframework.config.Configuration axon, Merchants merchants, Clock clock) {
    return new Ordering(axon.getComponent(CommandGateway.class), merchants, clock);
  }

  @Bean
  HistoryImport historyImport(StoredHistories stored, Merchants merchants, Clock clock) {
    return new HistoryImport(stored, merchants, clock);
  }
}
