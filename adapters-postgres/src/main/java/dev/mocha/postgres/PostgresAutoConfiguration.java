package dev.mocha.postgres;

import dev.mocha.postgres.benchmarking.BenchmarkingConfiguration;
import dev.mocha.postgres.databases.DatabasesConfiguration;
import dev.mocha.postgres.ordering.OrderingConfiguration;
import dev.mocha.postgres.publishing.PublishingConfiguration;
import dev.mocha.postgres.rebuilding.RebuildingConfiguration;
import dev.mocha.postgres.reconciling.ReconcilingConfiguration;
import dev.mocha.postgres.reporting.ReportingConfiguration;
import dev.mocha.postgres.streaming.StreamingConfiguration;
import dev.mocha.postgres.switching.SwitchingConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** The door of the PostgreSQL adapter: one configuration for each feature. */
@AutoConfiguration
@Import({
  DatabasesConfiguration.class,
  OrderingConfiguration.class,
  PublishingConfiguration.class,
  StreamingConfiguration.class,
  ReportingConfiguration.class,
  RebuildingConfiguration.class,
  ReconcilingConfiguration.class,
  SwitchingConfiguration.class,
  BenchmarkingConfiguration.class
})
public class PostgresAutoConfiguration {}
