package dev.mocha.http.benchmarking;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The usage of the databases over HTTP. */
@Configuration(proxyBeanMethods = false)
@Import(DatabaseController.class)
public class BenchmarkingConfiguration {}
