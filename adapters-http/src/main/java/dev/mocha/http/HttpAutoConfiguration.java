package dev.mocha.http;

import dev.mocha.http.benchmarking.BenchmarkingConfiguration;
import dev.mocha.http.ordering.OrderingConfiguration;
import dev.mocha.http.publishing.PublishingConfiguration;
import dev.mocha.http.rebuilding.RebuildingConfiguration;
import dev.mocha.http.reconciling.ReconcilingConfiguration;
import dev.mocha.http.reporting.ReportingConfiguration;
import dev.mocha.http.reporting.page.ReportPageConfiguration;
import dev.mocha.http.security.SecurityConfiguration;
import dev.mocha.http.streaming.StreamingConfiguration;
import dev.mocha.http.switching.SwitchingConfiguration;
import dev.mocha.http.web.WebConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The door of the HTTP adapter: one configuration for each feature. */
@AutoConfiguration(before = WebMvcAutoConfiguration.class)
@Import({
  WebConfiguration.class,
  SecurityConfiguration.class,
  OrderingConfiguration.class,
  PublishingConfiguration.class,
  StreamingConfiguration.class,
  ReportingConfiguration.class,
  ReportPageConfiguration.class,
  RebuildingConfiguration.class,
  ReconcilingConfiguration.class,
  SwitchingConfiguration.class,
  BenchmarkingConfiguration.class
})
public class HttpAutoConfiguration {}
