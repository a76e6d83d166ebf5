package dev.mocha.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What a line of an import says of an order, for {@link PlainReport}. */
final class PlainOrder {

  static final List<String> STEPS =
      List.of("acceptedAt", "readyAt", "pickedUpAt", "deliveredAt", "rejectedAt", "cancelledAt");

  private PlainOrder() {}

  static String status(JsonNode order) {
    for (String step : STEPS.reversed()) {
      if (order.hasNonNull(step)) {
        return switch (step) {
          case "acceptedAt" -> "ACCEPTED";
          case "readyAt" -> "READY";
          case "pickedUpAt" -> "PICKED_UP";
          case "deliveredAt" -> "DELIVERED";
          case "rejectedAt" -> "REJECTED";
          default -> "CANCELLED";
        };
      }
    }
    return "PLACED";
  }

  static long refunded(JsonNode order) {
    return sum(children(order.get("refunds")), it -> it.get("amount").asLong());
  }

  static long itemsTotal(JsonNode order) {
    return sum(lines(order), PlainOrder::lineTotal);
  }

  static long lineTotal(JsonNode line) {
    return line.get("quantity").asLong() * line.get("unitPrice").asLong();
  }

  static List<JsonNode> lines(JsonNode order) {
    return children(order.get("lines"));
  }

  static List<JsonNode> children(@Nullable JsonNode array) {
    var children = new ArrayList<JsonNode>();
    if (array != null) {
      array.forEach(children::add);
    }
    return children;
  }

  static Instant placedAt(JsonNode order) {
    return moment(order, "placedAt");
  }

  static Instant moment(JsonNode order, String field) {
    return Instant.parse(order.get(field).asText());
  }

  static long sum(List<JsonNode> nodes, ToLongFunction<JsonNode> value) {
    return nodes.stream().mapToLong(value).sum();
  }
}
