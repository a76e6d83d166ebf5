package dev.mocha.logclient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The schemas of events' data: a JSON Schema 2020-12 for each type and revision. Formats are
 * validated. Immutable and thread-safe.
 */
public final class Schemas {

  /** The maximum number of violations reported for one event. */
  public static final int MAX_VIOLATIONS = 20;

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  /** A schema refers to its own parts only: nothing is fetched. */
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          it ->
              it.schemaLoaders(
                  loaders ->
                      loaders.values(
                          list -> {
                            list.clear();
                            list.add(DisallowSchemaLoader.getInstance());
                          })));

  private static final SchemaValidatorsConfig CONFIGURATION =
      SchemaValidatorsConfig.builder()
          .pathType(PathType.JSON_POINTER)
          .formatAssertionsEnabled(true)
          .locale(Locale.ROOT)
          .build();

  private static final ObjectReader TREES =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private final TreeMap<SchemaId, Schema> schemas = new TreeMap<>();

  private record Schema(String text, JsonSchema compiled) {}

  private Schemas(Map<SchemaId, Schema> schemas) {
    this.schemas.putAll(schemas);
  }

  /**
   * Compiles schemas.
   *
   * @throws IllegalArgumentException when one is not a JSON Schema 2020-12
   */
  public static Schemas of(Map<SchemaId, String> texts) {
    var schemas = new TreeMap<SchemaId, Schema>();
    texts.forEach((id, text) -> schemas.put(id, new Schema(text, compile(id, text))));
    return new Schemas(schemas);
  }

  /**
   * The schemas in the files {@code TYPE/REVISION.json} of a folder.
   *
   * @throws IllegalArgumentException when a file has another name or is not a JSON Schema 2020-12
   * @throws UncheckedIOException when the folder or a file cannot be read
   */
  public static Schemas inFolder(Path folder) {
    return of(SchemaFiles.inFolder(folder));
  }

  /**
   * The schemas in the files {@code TYPE/REVISION.json} of a folder on the class path. A class path
   * cannot be listed, so the folder's file {@code released.sha256}, in the form of {@code
   * sha256sum}, lists the files with their checksums.
   *
   * @throws IllegalArgumentException when a file is missing, differs from its checksum, or is not a
   *     JSON Schema 2020-12
   */
  public static Schemas onClassPath(ClassLoader classPath, String folder) {
    return of(SchemaFiles.onClassPath(classPath, folder));
  }

  /**
   * The union of these schemas and others.
   *
   * @throws IllegalArgumentException when both hold a schema of the same type and revision
   */
  public Schemas with(Schemas others) {
    var all = new TreeMap<>(schemas);
    others.schemas.forEach(
        (id, schema) -> {
          if (all.putIfAbsent(id, schema) != null) {
            throw new IllegalArgumentException("there are two schemas for " + id);
          }
        });
    return new Schemas(all);
  }

  public NavigableSet<SchemaId> ids() {
    return Collections.unmodifiableNavigableSet(schemas.navigableKeySet());
  }

  public Optional<String> text(SchemaId id) {
    return Optional.ofNullable(schemas.get(id)).map(Schema::text);
  }

  /**
   * The violations of an event's data, at most {@value #MAX_VIOLATIONS}; empty when they are valid.
   * An unknown schema is a violation.
   *
   * @param data JSON in UTF-8
   */
  public List<Violation> validate(SchemaId id, byte[] data) {
    Schema schema = schemas.get(id);
    if (schema == null) {
      return List.of(new Violation("", "has an unknown schema: " + id));
    }
    JsonNode tree;
    try {
      tree = TREES.readTree(data);
    } catch (JsonProcessingException broken) {
      return List.of(new Violation("", "is not JSON: " + broken.getOriginalMessage()));
    } catch (IOException broken) {
      return List.of(new Violation("", "is not JSON: " + broken.getMessage()));
    }
    return schema.compiled().validate(tree).stream()
        .map(Schemas::violation)
        .sorted(Comparator.comparing(Violation::pointer).thenComparing(Violation::message))
        .limit(MAX_VIOLATIONS)
        .toList();
  }

  private static Violation violation(ValidationMessage message) {
    return new Violation(message.getInstanceLocation().toString(), message.getError());
  }

  private static JsonSchema compile(SchemaId id, String text) {
    try {
      JsonNode tree = TREES.readTree(text);
      if (!tree.path("$schema").asText().equals(DIALECT)) {
        throw new IllegalArgumentException(
            "the schema " + id + " must have the $schema " + DIALECT);
      }
      JsonSchema schema = FACTORY.getSchema(tree, CONFIGURATION);
      schema.initializeValidators();
      return schema;
    } catch (JsonProcessingException | JsonSchemaException broken) {
      throw new IllegalArgumentException(
          "the schema " + id + " is not a JSON Schema: " + broken.getMessage(), broken);
    }
  }
}
