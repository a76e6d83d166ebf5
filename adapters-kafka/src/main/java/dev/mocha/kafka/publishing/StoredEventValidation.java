package dev.mocha.kafka.publishing;

import dev.mocha.application.ordering.EventValidation;
import dev.mocha.logclient.InvalidEvent;
import dev.mocha.logclient.SchemaId;
import dev.mocha.logclient.Schemas;
import dev.mocha.logclient.Violation;
import java.util.List;
import org.axonframework.serialization.SerializedObject;

/** Validates events against the schemas under which the outbox relay publishes them. */
final class StoredEventValidation implements EventValidation {

  private final Schemas schemas;

  StoredEventValidation(Schemas schemas) {
    this.schemas = schemas;
  }

  @Override
  public void require(String eventId, SerializedObject<byte[]> payload) {
    var schema = new SchemaId(payload.getType().getName(), payload.getType().getRevision());
    List<Violation> violations = schemas.validate(schema, payload.getData());
    if (!violations.isEmpty()) {
      throw new Invalid(
          String.valueOf(new InvalidEvent(eventId, schema.toString(), violations).getMessage()));
    }
  }
}
