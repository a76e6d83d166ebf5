package dev.mocha.http.reconciling;

import dev.mocha.application.process.Role;
import dev.mocha.application.reconciling.ReconciliationControl;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Reconciliations as operators see them. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.CONSUMER)
public class ReconcilingConfiguration {

  /** Without the main service's database there is no reconciliation, and requests are told so. */
  @Bean
  ReconciliationController reconciliationController(
      ObjectProvider<ReconciliationControl> reconciling) {
    return new ReconciliationController(reconciling);
  }
}
