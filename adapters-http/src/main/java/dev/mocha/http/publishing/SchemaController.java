package dev.mocha.http.publishing;

import dev.mocha.application.publishing.PublishedSchemas;
import dev.mocha.application.publishing.PublishedSchemas.PublishedSchema;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.Problems.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The schemas of the events on the log. */
@RestController
@RequestMapping(Paths.SCHEMAS)
@Tag(name = "Log")
final class SchemaController {

  private static final String SCHEMA_JSON = "application/schema+json";

  private final PublishedSchemas schemas;

  SchemaController(PublishedSchemas schemas) {
    this.schemas = schemas;
  }

  /**
   * An entry of the list.
   *
   * @param href the path of the schema
   * @param dataschema the attribute of its events
   */
  record Entry(String type, String revision, String href, URI dataschema) {

    static Entry of(PublishedSchema it) {
      return new Entry(
          it.type(),
          it.revision(),
          Paths.SCHEMAS + "/" + it.type() + "/" + it.revision(),
          it.dataSchema());
    }
  }

  record Listing(List<Entry> items) {}

  @GetMapping
  @Operation(summary = "List the schemas of all event types and revisions")
  public Listing list() {
    return new Listing(schemas.all().stream().map(Entry::of).toList());
  }

  @GetMapping(path = "/{type}/{revision}", produces = SCHEMA_JSON)
  @Operation(
      summary = "Get the schema of an event type",
      description =
          "JSON Schema 2020-12. A revision never changes. The dataschema of an event is this"
              + " address.")
  public String schema(@PathVariable String type, @PathVariable String revision) {
    return schemas
        .find(type, revision)
        .map(PublishedSchema::text)
        .orElseThrow(() -> new NotFound("There is no such schema."));
  }
}
