package dev.mocha.kafka.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What data of an older revision lack, from what they hold. Data come here as they were stored or
 * sent, perhaps broken: what is missing or of another kind counts as nothing, and whoever reads the
 * result says what is wrong.
 */
final class Upcasters {

  private Upcasters() {}

  /** Of {@code order-placed}, 1 to 2: the sum of the lines, in the minor unit. */
  static ObjectNode withItemsTotal(ObjectNode placed) {
    long total = 0;
    for (JsonNode line : placed.path("lines")) {
      total += line.path("quantity").asLong() * line.path("unitPrice").asLong();
    }
    return placed.put("itemsTotal", total);
  }
}
