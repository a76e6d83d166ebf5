package dev.mocha.application.publishing;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The schemas of the events on the log. */
public interface PublishedSchemas {

  /**
   * The schema of a type of event in one revision.
   *
   * @param dataSchema the attribute of its events that names it
   * @param text JSON Schema 2020-12
   */
  record PublishedSchema(String type, String revision, URI dataSchema, String text) {}

  List<PublishedSchema> all();

  Optional<PublishedSchema> find(String type, String revision);
}
