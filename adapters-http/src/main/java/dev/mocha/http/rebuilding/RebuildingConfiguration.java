package dev.mocha.http.rebuilding;

import dev.mocha.application.process.Role;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;

/** The HTTP API of rebuilds. */
@Configuration(proxyBeanMethods = false)
@Import({ProgressEvents.class, ProjectionController.class})
@Profile(Role.CONSUMER)
public class RebuildingConfiguration {}
