package dev.mocha.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.reporting.DailyReports;
import dev.mocha.application.switching.ReportPath;
import dev.mocha.application.switching.Switching;
import dev.mocha.http.switching.JsonFields;
import dev.mocha.http.switching.OrderReportController;
import dev.mocha.http.switching.OwnReports;
import dev.mocha.http.switching.RemoteReports;
import dev.mocha.http.switching.ReportsProperties;
import dev.mocha.http.switching.SwitchController;
import dev.mocha.http.switching.SwitchProblems;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The door of merchants' apps, both paths behind it, and the switch between them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "mocha.roles.orders", matchIfMissing = true)
@EnableConfigurationProperties(ReportsProperties.class)
class SwitchingConfiguration {

  /** Unless another main service has a report of its own. */
  @Bean
  @ConditionalOnMissingBean(name = "oldPath")
  ReportPath oldPath(
      @Qualifier("operationalDailyReports") DailyReports reports, ObjectMapper json) {
    return new OwnReports(reports, json);
  }

  /** Asks this process itself where no other address is given and it has the role. */
  @Bean
  RemoteReports newPath(ReportsProperties properties, Environment environment, ObjectMapper json) {
    return new RemoteReports(
        () -> properties.url() != null ? properties.url() : ownAddress(environment),
        properties,
        json);
  }

  @Bean
  MeterBinder breakerMeter(RemoteReports newPath) {
    return registry ->
        Gauge.builder("mocha.switch.breaker", newPath, it -> it.isOpen() ? 1 : 0)
            .description("1 while the new path is not asked, after many failures")
            .register(registry);
  }

  private static @Nullable URI ownAddress(Environment environment) {
    String port = environment.getProperty("local.server.port");
    return port != null && environment.getProperty("mocha.roles.reports", Boolean.class, true)
        ? URI.create("http://localhost:" + port)
        : null;
  }

  @Bean
  ReportPath.Fields reportFields(ObjectMapper json) {
    return new JsonFields(json);
  }

  @Bean
  OrderReportController orderReportController(Switching switching) {
    return new OrderReportController(switching.reports());
  }

  @Bean
  SwitchController switchController(Switching switching, RemoteReports newPath) {
    return new SwitchController(switching, newPath);
  }

  @Bean
  SwitchProblems switchProblems() {
    return new SwitchProblems();
  }
}
