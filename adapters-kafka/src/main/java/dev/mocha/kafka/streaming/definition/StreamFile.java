package dev.mocha.kafka.streaming.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mocha.application.streaming.ColumnType;
import dev.mocha.application.streaming.JsonPointer;
import dev.mocha.application.streaming.StreamColumn;
import dev.mocha.application.streaming.StreamColumn.Part;
import dev.mocha.application.streaming.StreamColumn.Source;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamDefinition.Batch;
import dev.mocha.application.streaming.StreamDefinition.Deletes;
import dev.mocha.application.streaming.StreamDefinition.Format;
import dev.mocha.application.streaming.StreamDefinition.InvalidDefinition;
import dev.mocha.application.streaming.StreamDefinition.PersonalFields;
import dev.mocha.application.streaming.StreamDefinition.Problem;
import dev.mocha.application.streaming.StreamDefinition.Table;
import dev.mocha.application.streaming.StreamDefinitions.Checked;
import dev.mocha.kafka.streaming.decoding.DefaultValues;
import dev.mocha.kafka.streaming.decoding.InvalidRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A file that defines a stream. It is checked against the JSON Schema that editors use; if it
 * matches, its meaning is checked. Each check finds all of its problems.
 */
final class StreamFile {

  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private final String name;

  /**
   * @param name without its folder
   */
  StreamFile(String name) {
    this.name = name;
  }

  Checked invalid(List<Problem> problems) {
    return new Checked(name, Optional.empty(), problems);
  }

  Checked check(String text) {
    JsonNode yaml;
    try {
      yaml = YAML.readTree(text);
    } catch (JsonProcessingException broken) {
      return invalid(List.of(new Problem("", notYaml(broken))));
    }
    List<Problem> formProblems = StreamForm.problemsOf(yaml);
    if (!formProblems.isEmpty()) {
      return invalid(formProblems);
    }
    var problems = new ArrayList<>(nameProblems(yaml.get("stream").asText()));
    try {
      StreamDefinition definition = definition(yaml, problems);
      return problems.isEmpty()
          ? new Checked(name, Optional.of(definition), List.of())
          : invalid(problems);
    } catch (InvalidDefinition invalid) {
      problems.addAll(invalid.problems());
      return invalid(problems);
    }
  }

  private static String notYaml(JsonProcessingException broken) {
    String reason = String.valueOf(broken.getOriginalMessage()).lines().findFirst().orElse("");
    return broken.getLocation() == null
        ? "is not YAML: " + reason
        : "is not YAML at line %d, column %d: %s"
            .formatted(
                broken.getLocation().getLineNr(), broken.getLocation().getColumnNr(), reason);
  }

  private List<Problem> nameProblems(String stream) {
    return name.equals(stream + ".yaml")
        ? List.of()
        : List.of(
            new Problem(
                "stream", "is '%s', so the file must be called %s.yaml".formatted(stream, stream)));
  }

  private static StreamDefinition definition(JsonNode yaml, List<Problem> problems) {
    List<String> key = texts(yaml.get("key"));
    String version = yaml.path("version").asText(null);
    return new StreamDefinition(
        yaml.get("stream").asText(),
        texts(yaml.get("topics")),
        Format.valueOf(yaml.path("format").asText("cloudevents").toUpperCase(Locale.ROOT)),
        set(yaml.path("types")),
        table(yaml.get("table").asText()),
        columns(yaml.get("columns"), key, version, problems),
        key,
        version,
        new Deletes(
            yaml.at("/deletes/tombstones").asBoolean(false), set(yaml.at("/deletes/types"))),
        new PersonalFields(
            pointers(yaml.at("/personal/drop")), pointers(yaml.at("/personal/hash"))),
        new Batch(
            yaml.at("/batch/size").asInt(Batch.DEFAULT.size()),
            duration(yaml.at("/batch/linger").asText("0s"))));
  }

  private static List<StreamColumn> columns(
      JsonNode columns, List<String> key, @Nullable String version, List<Problem> problems) {
    var all = new ArrayList<StreamColumn>();
    for (Map.Entry<String, JsonNode> entry : columns.properties()) {
      JsonNode column = entry.getValue();
      ColumnType type = ColumnType.named(column.get("type").asText()).orElseThrow();
      boolean keyOrVersion = key.contains(entry.getKey()) || entry.getKey().equals(version);
      all.add(
          new StreamColumn(
              entry.getKey(),
              type,
              source(column),
              column.path("required").asBoolean(keyOrVersion && !column.has("default")),
              defaultValue(entry.getKey(), type, column.get("default"), problems)));
    }
    return all;
  }

  private static Source source(JsonNode column) {
    if (column.has("from")) {
      return new Source.Data(JsonPointer.of(column.get("from").asText()));
    }
    if (column.has("attribute")) {
      return new Source.Attribute(column.get("attribute").asText());
    }
    return new Source.Envelope(
        Part.valueOf(column.get("record").asText().toUpperCase(Locale.ROOT)));
  }

  private static @Nullable Object defaultValue(
      String column, ColumnType type, @Nullable JsonNode value, List<Problem> problems) {
    if (value == null) {
      return null;
    }
    try {
      return DefaultValues.of(type, value.toString());
    } catch (InvalidRecord invalid) {
      problems.add(
          new Problem("columns." + column + ".default", String.valueOf(invalid.getMessage())));
      return null;
    }
  }

  private static Table table(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? new Table(Table.PUBLIC, name)
        : new Table(name.substring(0, dot), name.substring(dot + 1));
  }

  private static Duration duration(String text) {
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
        : Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  private static Set<String> set(JsonNode list) {
    return new LinkedHashSet<>(texts(list));
  }

  private static Set<JsonPointer> pointers(JsonNode list) {
    return list.valueStream()
        .map(it -> JsonPointer.of(it.asText()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
