package dev.mocha.application.publishing;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The schemas of the events on the log. */
public interface PublishedSchemas {

  /** A JSON Schema 2020-12 of a type and revision; its events name it by {@code dataSchema}. */
  record PublishedSchema(String type, String revision, URI dataSchema, String text) {}

  List<PublishedSchema> all();

  Optional<PublishedSchema> find(String type, String revision);
}
