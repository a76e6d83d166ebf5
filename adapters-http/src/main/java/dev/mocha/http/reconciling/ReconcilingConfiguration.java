package dev.mocha.http.reconciling;

import dev.mocha.application.process.Role;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;

/** Reconciliation over HTTP. */
@Configuration(proxyBeanMethods = false)
@Import(ReconciliationController.class)
@Profile(Role.CONSUMER)
public class ReconcilingConfiguration {}
