package dev.mocha.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.benchmarking.LoadGenerator.Request;
import dev.mocha.app.demo.SimulatedDay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Orders of the simulated day to place, each with its own id. */
final class SampleOrders {

  static final int MERCHANTS = 200;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SAMPLES = 5_000;
  private static final List<String> FIELDS =
      List.of(
          "merchantId",
          "customerId",
          "paymentMethod",
          "lines",
          "discount",
          "deliveryFee",
          "tax",
          "note");

  /** A body without its opening brace and order id. */
  private record Sample(String merchantId, String rest) {}

  private final List<Sample> samples = new ArrayList<>();

  SampleOrders() {
    new SimulatedDay(LocalDate.EPOCH, 1, MERCHANTS, SAMPLES)
        .orders(line -> samples.add(sample(line)));
  }

  private static Sample sample(String line) {
    try {
      JsonNode order = JSON.readTree(line);
      ObjectNode body = JSON.createObjectNode();
      FIELDS.forEach(field -> body.set(field, order.get(field)));
      return new Sample(order.get("merchantId").asText(), body.toString().substring(1));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The body of a request to place the order of this number. */
  byte[] body(String orderId, long number) {
    return "{\"orderId\":\"%s\",%s"
        .formatted(orderId, sample(number).rest())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Places the orders of the next numbers; their ids begin with the prefix. */
  Request placing(String prefix, AtomicLong numbers) {
    return (connection, _) -> {
      long number = numbers.getAndIncrement();
      return connection.post("/api/v1/orders", body(prefix + number, number));
    };
  }

  /** The merchant of the order of this number. */
  String merchantOf(long number) {
    return sample(number).merchantId();
  }

  private Sample sample(long number) {
    return samples.get((int) (number % SAMPLES));
  }
}
