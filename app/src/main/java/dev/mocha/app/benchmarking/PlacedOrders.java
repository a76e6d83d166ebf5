package dev.mocha.app.benchmarking;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.app.benchmarking.LoadGenerator.Request;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Orders that a benchmark places, with a merchant of their own. */
final class PlacedOrders {

  private static final String MERCHANT = "mocha-benchmark";

  private final String run = UUID.randomUUID().toString();
  private final AtomicLong numbers = new AtomicLong();

  /** Registers the merchant, also where it is registered already. */
  void register(MochaClient client) throws IOException, InterruptedException {
    client.post(
        "/api/v1/merchants",
        new ObjectMapper()
            .createObjectNode()
            .put("merchantId", MERCHANT)
            .put("name", "Placed by mocha benchmark")
            .put("timeZone", "UTC")
            .put("dayCutoff", "00:00")
            .put("currency", "USD")
            .put("commissionBps", 0));
  }

  Request request() {
    return (connection, _) ->
        connection.post(
            "/api/v1/orders",
            """
            {"orderId":"%s-%d","merchantId":"%s","customerId":"nobody","paymentMethod":"CASH",
             "lines":[{"sku":"rice","name":"Fried rice","quantity":1,"unitPrice":1000},
                      {"sku":"tea","name":"Iced tea","quantity":2,"unitPrice":250}],
             "discount":0,"deliveryFee":200,"tax":0}
            """
                .formatted(run, numbers.getAndIncrement(), MERCHANT)
                .getBytes(StandardCharsets.UTF_8));
  }
}
