package dev.mocha.app.wiring;

import io.opentelemetry.api.OpenTelemetry;
import org.axonframework.config.Configurer;
import org.axonframework.eventhandling.DefaultEventProcessorSpanFactory;
import org.axonframework.eventhandling.EventProcessorSpanFactory;
import org.axonframework.tracing.SpanFactory;
import org.axonframework.tracing.opentelemetry.OpenTelemetrySpanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * One trace from the request through command, event store and log to the projection, if {@code
 * management.tracing.enabled} is true. Axon stores the trace in an event's metadata; the log
 * carries it as the CloudEvents extension {@code traceparent}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "management.tracing.enabled", havingValue = "true")
class TracingConfiguration {

  @Bean
  SpanFactory spanFactory(OpenTelemetry telemetry) {
    return OpenTelemetrySpanFactory.builder()
        .tracer(telemetry.getTracer("mocha"))
        .contextPropagators(telemetry.getPropagators().getTextMapPropagator())
        .build();
  }

  /** Event processors continue the trace of an event. */
  static void configure(Configurer configurer, SpanFactory spans) {
    configurer
        .configureSpanFactory(_ -> spans)
        .registerComponent(
            EventProcessorSpanFactory.class,
            _ ->
                DefaultEventProcessorSpanFactory.builder()
                    .spanFactory(spans)
                    .distributedInSameTrace(true)
                    .build());
  }
}
