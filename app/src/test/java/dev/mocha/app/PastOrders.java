package dev.mocha.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Lines of an import: delivered orders of one day, a second after the other. */
final class PastOrders {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PastOrders() {}

  /** So many orders, dealt out to these merchants in turns. */
  static List<JsonNode> of(List<String> merchants, LocalDate date, int count) {
    var lines = new ArrayList<JsonNode>();
    for (int number = 0; number < count; number++) {
      lines.add(delivered(merchants.get(number % merchants.size()), date, number));
    }
    return lines;
  }

  private static ObjectNode delivered(String merchant, LocalDate date, int number) {
    ObjectNode order =
        JSON.createObjectNode()
            .put("orderId", "%s-%s-%d".formatted(merchant, date, number))
            .put("orderNumber", "S-" + number)
            .put("merchantId", merchant)
            .put("customerId", "c-1")
            .put("paymentMethod", "CASH")
            .put("placedAt", date + "T05:%02d:%02dZ".formatted(number / 60, number % 60))
            .put("deliveredAt", date + "T06:%02d:%02dZ".formatted(number / 60, number % 60))
            .put("discount", 0)
            .put("deliveryFee", 0)
            .put("tax", 0);
    order
        .putArray("lines")
        .addObject()
        .put("sku", "s")
        .put("name", "Soto")
        .put("quantity", 1)
        .put("unitPrice", 10_000 + number);
    return order;
  }
}
