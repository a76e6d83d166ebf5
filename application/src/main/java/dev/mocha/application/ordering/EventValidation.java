package dev.mocha.application.ordering;

import dev.mocha.application.failures.Conflict;
import org.axonframework.serialization.SerializedObject;

/** Keeps events that violate their schema out of the event store, so that all can be published. */
public interface EventValidation {

  /**
   * Validates an event before it is stored.
   *
   * @param payload its data, with its type and revision
   * @throws Invalid when it violates its schema, or has none
   */
  void require(String eventId, SerializedObject<byte[]> payload);

  /** The event was not stored. The message names the violations. */
  final class Invalid extends Conflict {
    private static final long serialVersionUID = 1;

    public Invalid(String message) {
      super(message);
    }
  }
}
