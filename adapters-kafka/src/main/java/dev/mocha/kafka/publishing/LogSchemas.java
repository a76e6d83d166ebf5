package dev.mocha.kafka.publishing;

import dev.mocha.application.publishing.PublishedSchemas;
import dev.mocha.logclient.SchemaId;
import dev.mocha.logclient.Schemas;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The schemas of the log, under the addresses that events name. */
final class LogSchemas implements PublishedSchemas {

  private final Schemas schemas;
  private final URI base;

  /**
   * @param base the address below which events name their schemas
   */
  LogSchemas(Schemas schemas, URI base) {
    this.schemas = schemas;
    this.base = base;
  }

  @Override
  public List<PublishedSchema> all() {
    return schemas.ids().stream().map(this::published).toList();
  }

  @Override
  public Optional<PublishedSchema> find(String type, String revision) {
    return schemas.ids().stream()
        .filter(it -> it.type().equals(type) && it.revision().equals(revision))
        .findFirst()
        .map(this::published);
  }

  private PublishedSchema published(SchemaId id) {
    return new PublishedSchema(
        id.type(), id.revision(), id.under(base), schemas.text(id).orElseThrow());
  }
}
