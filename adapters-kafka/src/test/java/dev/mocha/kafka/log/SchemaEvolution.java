package dev.mocha.kafka.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * Whether whoever knows a schema can read data of the one after it: everything that the newer one
 * accepts must be accepted by the older one, too. New properties are what a newer one is for; the
 * schemas are open, so that an older reader passes over them.
 */
final class SchemaEvolution {

  /** Larger in the newer schema means that it accepts less. */
  private static final Set<String> LOWER_BOUNDS =
      Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");

  /** Smaller in the newer schema means that it accepts less. */
  private static final Set<String> UPPER_BOUNDS =
      Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");

  private static final Set<String> WORDS =
      Set.of("$schema", "$id", "$comment", "title", "description", "examples", "default");

  private static final Set<String> COMPARED_WITHIN =
      Set.of("type", "properties", "required", "items", "enum");

  private final List<String> breaks = new ArrayList<>();

  private SchemaEvolution() {}

  /** What a reader of the older one may stumble over, by pointers into the schema. */
  static List<String> breaks(JsonNode older, JsonNode newer) {
    var evolution = new SchemaEvolution();
    evolution.compare("", older, newer);
    return evolution.breaks;
  }

  private void compare(String at, JsonNode older, JsonNode newer) {
    Set<String> types = types(older);
    if (!types.isEmpty() && (types(newer).isEmpty() || !types.containsAll(types(newer)))) {
      breaks.add("%s/type was %s and is %s".formatted(at, types, types(newer)));
    }
    if (older.has("enum")
        && !(newer.has("enum") && texts(older, "enum").containsAll(texts(newer, "enum")))) {
      breaks.add(at + "/enum has new values");
    }
    properties(at, older, newer);
    if (older.has("items")) {
      compare(at + "/items", older.get("items"), newer.path("items"));
    }
    for (Map.Entry<String, JsonNode> keyword : older.properties()) {
      keyword(at, keyword.getKey(), keyword.getValue(), newer.path(keyword.getKey()));
    }
    for (String added : Set.of("$ref", "$dynamicRef")) {
      if (newer.has(added) && !older.has(added)) {
        breaks.add("%s/%s is new and cannot be compared".formatted(at, added));
      }
    }
  }

  private void properties(String at, JsonNode older, JsonNode newer) {
    older
        .path("properties")
        .properties()
        .forEach(
            it -> {
              String name = at + "/properties/" + it.getKey();
              JsonNode property = newer.path("properties").path(it.getKey());
              if (property.isMissingNode()) {
                breaks.add(name + " is gone");
              } else {
                compare(name, it.getValue(), property);
              }
            });
    var dropped = new TreeSet<>(texts(older, "required"));
    dropped.removeAll(texts(newer, "required"));
    dropped.forEach(it -> breaks.add("%s/required no longer has %s".formatted(at, it)));
  }

  private void keyword(String at, String name, JsonNode older, JsonNode newer) {
    boolean kept =
        WORDS.contains(name)
            || COMPARED_WITHIN.contains(name)
            || newer.equals(older)
            || (LOWER_BOUNDS.contains(name)
                && newer.isNumber()
                && newer.decimalValue().compareTo(older.decimalValue()) >= 0)
            || (UPPER_BOUNDS.contains(name)
                && newer.isNumber()
                && newer.decimalValue().compareTo(older.decimalValue()) <= 0);
    if (!kept) {
      breaks.add(
          "%s/%s was %s and is %s"
              .formatted(at, name, older, newer instanceof MissingNode ? "gone" : newer));
    }
  }

  private static Set<String> types(JsonNode schema) {
    var types = new TreeSet<String>();
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      types.add(type.asText());
    }
    type.forEach(it -> types.add(it.asText()));
    return types;
  }

  private static Set<String> texts(JsonNode schema, String array) {
    return new HashSet<>(
        StreamSupport.stream(schema.path(array).spliterator(), false)
            .map(JsonNode::toString)
            .toList());
  }
}
