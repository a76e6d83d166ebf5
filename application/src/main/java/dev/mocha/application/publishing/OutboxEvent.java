package dev.mocha.application.publishing;

import org.axonframework.eventhandling.DomainEventData;

/** A stored event, as it was stored. */
public interface OutboxEvent extends DomainEventData<byte[]> {

  /** Whether it was validated against its schema when it was stored. */
  boolean isValidated();
}
