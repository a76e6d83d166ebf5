package dev.mocha.http.reconciling;

import dev.mocha.application.process.Role;
import dev.mocha.application.reconciling.ReconciliationControl;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Reconciliation over HTTP. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.CONSUMER)
public class ReconcilingConfiguration {

  /** Answers 409 where this process does not use the main service's database. */
  @Bean
  ReconciliationController reconciliationController(
      ObjectProvider<ReconciliationControl> reconciling) {
    return new ReconciliationController(reconciling);
  }
}
