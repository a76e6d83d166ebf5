package dev.mocha.kafka.streaming.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.mocha.application.streaming.StreamDefinition.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Checks definitions against {@code streams/stream.schema.json}. */
final class StreamForm {

  private static final String FILE = "/streams/stream.schema.json";
  private static final int MAX_LENGTH = 60;
  private static final JsonNode TEXT = read();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(TEXT);

  private static final String NAME = TEXT.at("/$defs/identifier/pattern").asText();

  private StreamForm() {}

  private static JsonNode read() {
    try (InputStream in = StreamForm.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the jar holds no " + FILE);
      }
      return new ObjectMapper().readTree(in);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** All problems, in the order of the keys. */
  static List<Problem> problemsOf(JsonNode yaml) {
    if (yaml.isMissingNode()) {
      return List.of(new Problem("", "is empty"));
    }
    return SCHEMA.validate(yaml).stream()
        .filter(it -> !isBranchOfOneOf(it))
        .map(StreamForm::problem)
        .distinct()
        .toList();
  }

  /** A failed branch of oneOf is reported by oneOf itself. */
  private static boolean isBranchOfOneOf(ValidationMessage message) {
    return elements(message.getEvaluationPath()).contains("oneOf")
        && !message.getType().equals("oneOf");
  }

  private static Problem problem(ValidationMessage message) {
    List<String> path = elements(message.getInstanceLocation());
    String at = String.join(".", path);
    if (message.getType().equals("propertyNames")) {
      return new Problem(
          at, "'%s' is not a column name, must match %s".formatted(message.getProperty(), NAME));
    }
    return switch (message.getType()) {
      case "required" -> new Problem(within(at, message.getProperty()), "is missing");
      case "additionalProperties" ->
          new Problem(
              within(at, message.getProperty()), "is unknown, must be one of " + known(message));
      case "enum" ->
          new Problem(at, "is %s, must be one of %s".formatted(found(message), rule(message)));
      case "pattern" ->
          new Problem(at, "is %s, must match %s".formatted(found(message), rule(message)));
      case "type" ->
          new Problem(at, "is %s, must be of type %s".formatted(found(message), rule(message)));
      case "oneOf" -> new Problem(at, "must have exactly one of from, attribute and record");
      case "minItems", "minProperties", "minLength" -> new Problem(at, "is empty");
      case "minimum" ->
          new Problem(at, "is %s, must be at least %s".formatted(found(message), rule(message)));
      case "maximum" ->
          new Problem(at, "is %s, must be at most %s".formatted(found(message), rule(message)));
      default -> new Problem(at, message.getMessage());
    };
  }

  private static String within(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String found(ValidationMessage message) {
    JsonNode node = message.getInstanceNode();
    String text =
        node.isTextual()
            ? "'" + node.asText() + "'"
            : node.isContainerNode() ? kind(node) : node.toString();
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }

  private static String kind(JsonNode node) {
    return node.isArray() ? "a list" : "a set of keys";
  }

  /** The value of the violated keyword of the schema. */
  private static String rule(ValidationMessage message) {
    JsonNode rule = TEXT.at(message.getSchemaLocation().getFragment().toString());
    return rule.isArray()
        ? rule.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "))
        : rule.asText();
  }

  private static String known(ValidationMessage message) {
    String keyword = message.getSchemaLocation().getFragment().toString();
    JsonNode properties = TEXT.at(keyword.substring(0, keyword.lastIndexOf('/')) + "/properties");
    return properties.properties().stream()
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  private static List<String> elements(JsonNodePath path) {
    return IntStream.range(0, path.getNameCount())
        .mapToObj(it -> String.valueOf(path.getElement(it)))
        .toList();
  }
}
