package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;

/** One trace runs from the request to the projection, through the event store and the log. */
@ExtendWith(InProcess.class)
class TracingIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  void the_trace_of_a_request_ends_in_the_report(
      Running mocha, ConfigurableApplicationContext context) throws Exception {
    LiveOrders.register(mocha, List.of("traced"));
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(mocha.address().resolve("/api/v1/orders"))
              .header("Authorization", "Bearer " + TestIssuer.token())
              .header("Content-Type", "application/json")
              .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
              .POST(
                  BodyPublishers.ofString(
                      """
                      {"orderId":"traced-1","merchantId":"traced","customerId":"c-1",
                       "paymentMethod":"CASH",
                       "lines":[{"sku":"ng","name":"Nasi Goreng","quantity":1,"unitPrice":100}],
                       "discount":0,"deliveryFee":0,"tax":0}
                      """))
              .build();
      assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(names(context))
                    .contains(
                        "http post /api/v1/orders",
                        "CommandBus.handleCommand(PlaceOrder)",
                        "OutboxRelay.publish(OrderPlaced)",
                        "EventProcessor.process(OrderPlaced)"));
  }

  private static Set<String> names(ConfigurableApplicationContext context) {
    return context.getBean(InMemorySpanExporter.class).getFinishedSpanItems().stream()
        .filter(it -> it.getTraceId().equals(TRACE))
        .map(SpanData::getName)
        .collect(Collectors.toSet());
  }
}
