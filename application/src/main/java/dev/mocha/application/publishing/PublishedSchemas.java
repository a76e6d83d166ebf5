package dev.mocha.application.publishing;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The schemas that the data of events on the log keep. */
public interface PublishedSchemas {

  /**
   * The schema of a type of event in one revision.
   *
   * @param dataSchema what events call it
   * @param text JSON Schema 2020-12
   */
  record PublishedSchema(String type, String revision, URI dataSchema, String text) {}

  /** By type, then from older to newer. */
  List<PublishedSchema> all();

  Optional<PublishedSchema> find(String type, String revision);
}
