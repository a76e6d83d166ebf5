package dev.mocha.app;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Keeps the spans that a process of the tests exports. */
@AutoConfiguration
public class CollectedSpans {

  @Bean
  InMemorySpanExporter spans() {
    return InMemorySpanExporter.create();
  }
}
