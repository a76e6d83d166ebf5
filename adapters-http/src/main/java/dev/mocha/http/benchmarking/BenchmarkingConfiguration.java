package dev.mocha.http.benchmarking;

import dev.mocha.application.benchmarking.MeasuredDatabase;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The usage of the databases over HTTP. */
@Configuration(proxyBeanMethods = false)
public class BenchmarkingConfiguration {

  @Bean
  DatabaseController databaseController(List<MeasuredDatabase> databases) {
    return new DatabaseController(databases);
  }
}
