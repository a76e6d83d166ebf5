package dev.mocha.kafka.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mocha.application.publishing.OutboxEvent;
import java.time.Instant;
import org.axonframework.eventhandling.GenericDomainEventEntry;

/** A stored event without metadata, recorded in 1970. */
final class StoredEvent extends GenericDomainEventEntry<byte[]> implements OutboxEvent {

  private final boolean isValidated;

  StoredEvent(
      String aggregateType,
      String aggregateId,
      long sequence,
      String id,
      String type,
      String revision,
      byte[] data,
      boolean isValidated) {
    super(
        aggregateType,
        aggregateId,
        sequence,
        id,
        Instant.EPOCH.toString(),
        type,
        revision,
        data,
        "{}".getBytes(UTF_8));
    this.isValidated = isValidated;
  }

  @Override
  public boolean isValidated() {
    return isValidated;
  }
}
