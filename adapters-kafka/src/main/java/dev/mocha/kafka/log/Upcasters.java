package dev.mocha.kafka.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Add to data of an older revision what the next one requires. The data may be broken: a missing or
 * malformed value counts as nothing, and deserializing the result reports it.
 */
final class Upcasters {

  private Upcasters() {}

  /** Takes {@code order-placed} from revision 1 to 2: the sum of the lines, in the minor unit. */
  static ObjectNode withItemsTotal(ObjectNode placed) {
    long total = 0;
    for (JsonNode line : placed.path("lines")) {
      total += line.path("quantity").asLong() * line.path("unitPrice").asLong();
    }
    return placed.put("itemsTotal", total);
  }
}
