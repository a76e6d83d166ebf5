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
 * The schemas of the data of events, each a JSON Schema 2020-12 under a type and a revision.
 * Formats are checked, not only noted. Immutable, and safe for use by many threads.
 */
public final class Schemas {

  /** The most violations that are told of one event. */
  public static final int MOST_VIOLATIONS = 20;

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  /** What a schema refers to stands in it: nothing is fetched. */
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
   * These schemas.
   *
   * @throws IllegalArgumentException when one is no JSON Schema 2020-12
   */
  public static Schemas of(Map<SchemaId, String> texts) {
    var schemas = new TreeMap<SchemaId, Schema>();
    texts.forEach((id, text) -> schemas.put(id, new Schema(text, compile(id, text))));
    return new Schemas(schemas);
  }

  /**
   * The schemas in the files {@code TYPE/REVISION.json} of a folder.
   *
   * @throws IllegalArgumentException when a file is named otherwise or is no JSON Schema 2020-12
   * @throws UncheckedIOException when the folder or a file cannot be read
   */
  public static Schemas inFolder(Path folder) {
    return of(SchemaFiles.inFolder(folder));
  }

  /**
   * The schemas in the files {@code TYPE/REVISION.json} of a folder on the class path. A class path
   * cannot be listed: the folder's file {@code released.sha256}, as {@code sha256sum} writes it,
   * lists them and holds them to their digests.
   *
   * @throws IllegalArgumentException when a file is missing, is not the one that was listed, or is
   *     no JSON Schema 2020-12
   */
  public static Schemas onClassPath(ClassLoader classPath, String folder) {
    return of(SchemaFiles.onClassPath(classPath, folder));
  }

  /**
   * These and the others.
   *
   * @throws IllegalArgumentException when both hold a schema under one type and revision
   */
  public Schemas with(Schemas others) {
    var all = new TreeMap<>(schemas);
    others.schemas.forEach(
        (id, schema) -> {
          if (all.putIfAbsent(id, schema) != null) {
            throw new IllegalArgumentException("there are two schemas of " + id);
          }
        });
    return new Schemas(all);
  }

  /** Their names. */
  public NavigableSet<SchemaId> ids() {
    return Collections.unmodifiableNavigableSet(schemas.navigableKeySet());
  }

  /** The text of a schema, as it was given. */
  public Optional<String> text(SchemaId id) {
    return Optional.ofNullable(schemas.get(id)).map(Schema::text);
  }

  /**
   * What is wrong with the data of an event, {@value #MOST_VIOLATIONS} things at most; nothing when
   * they keep the schema. A schema that is not among these is a violation, too.
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
        .limit(MOST_VIOLATIONS)
        .toList();
  }

  private static Violation violation(ValidationMessage message) {
    return new Violation(message.getInstanceLocation().toString(), message.getError());
  }

  private static JsonSchema compile(SchemaId id, String text) {
    try {
      JsonNode tree = TREES.readTree(text);
      if (!tree.path("$schema").asText().equals(DIALECT)) {
        throw new IllegalArgumentException("the schema of " + id + " is not of " + DIALECT);
      }
      JsonSchema schema = FACTORY.getSchema(tree, CONFIGURATION);
      schema.initializeValidators();
      return schema;
    } catch (JsonProcessingException | JsonSchemaException broken) {
      throw new IllegalArgumentException(
          "the schema of " + id + " is none: " + broken.getMessage(), broken);
    }
  }
}
