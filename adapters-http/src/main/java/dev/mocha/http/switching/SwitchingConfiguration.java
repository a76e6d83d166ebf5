package dev.mocha.http.switching;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.process.Role;
import dev.mocha.application.reporting.DailyReports;
import dev.mocha.application.switching.ReportPath;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** The primary, the candidate, the address of merchants' apps, and the operators' side. */
@Configuration(proxyBeanMethods = false)
@Import({OrderReportController.class, SwitchController.class, SwitchPageController.class})
@Profile(Role.ORDERS)
@EnableConfigurationProperties(CandidateProperties.class)
public class SwitchingConfiguration {

  /** A main service other than Mocha defines a bean of this name with its own report. */
  @Bean
  @ConditionalOnMissingBean(name = "primaryPath")
  ReportPath primaryPath(
      @Qualifier("operationalDailyReports") DailyReports reports, ObjectMapper json) {
    return new PrimaryReports(reports, json);
  }

  /** Without a configured address this process itself, where it has the role reports. */
  @Bean
  CandidateReports candidatePath(
      CandidateProperties properties, Environment environment, ObjectMapper json) {
    return new CandidateReports(
        () -> properties.url() != null ? properties.url() : ownAddress(environment),
        properties,
        json);
  }

  private static @Nullable URI ownAddress(Environment environment) {
    String port = environment.getProperty("local.server.port");
    return port != null && environment.acceptsProfiles(Profiles.of(Role.REPORTS))
        ? URI.create("http://localhost:" + port)
        : null;
  }

  @Bean
  MeterBinder breakerMeter(CandidateReports candidatePath) {
    return registry ->
        Gauge.builder("mocha.switch.breaker", candidatePath, it -> it.isOpen() ? 1 : 0)
            .description("1 while the circuit breaker of the candidate is open")
            .register(registry);
  }

  @Bean
  ReportPath.Fields reportFields(ObjectMapper json) {
    return new JsonFields(json);
  }
}
