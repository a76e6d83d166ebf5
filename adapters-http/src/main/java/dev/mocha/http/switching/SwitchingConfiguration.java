package dev.mocha.http.switching;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.process.Role;
import dev.mocha.application.reporting.DailyReports;
import dev.mocha.application.switching.ReportPath;
import dev.mocha.application.switching.SwitchControl;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** The report address of merchants' apps, both paths behind it, and the switch between them. */
@Configuration(proxyBeanMethods = false)
@Profile(Role.ORDERS)
@EnableConfigurationProperties(CandidateProperties.class)
public class SwitchingConfiguration {

  /** Unless another main service has a report of its own. */
  @Bean
  @ConditionalOnMissingBean(name = "oldPath")
  ReportPath oldPath(
      @Qualifier("operationalDailyReports") DailyReports reports, ObjectMapper json) {
    return new PrimaryReports(reports, json);
  }

  /** Asks this process itself where no other address is given and it has the role. */
  @Bean
  CandidateReports newPath(
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
  MeterBinder breakerMeter(CandidateReports newPath) {
    return registry ->
        Gauge.builder("mocha.switch.breaker", newPath, it -> it.isOpen() ? 1 : 0)
            .description("1 while the new path is not asked, after many failures")
            .register(registry);
  }

  @Bean
  ReportPath.Fields reportFields(ObjectMapper json) {
    return new JsonFields(json);
  }

  @Bean
  OrderReportController orderReportController(SwitchControl switching) {
    return new OrderReportController(switching.reports());
  }

  @Bean
  SwitchController switchController(SwitchControl switching, CandidateReports newPath) {
    return new SwitchController(switching, newPath);
  }

  @Bean
  SwitchPageController switchPageController(SwitchControl switching, CandidateReports newPath) {
    return new SwitchPageController(switching, newPath);
  }

  @Bean
  SwitchProblems switchProblems() {
    return new SwitchProblems();
  }
}
