package dev.mocha.domain.ordering;

import java.util.List;

/**
 * What a decider answers: the events that follow from a command, or the reason why none do.
 *
 * @param <E> the kind of events
 */
public sealed interface Decision<E> {

  /** The command is granted. No events: what it asks for is already so. */
  record Accepted<E>(List<E> events) implements Decision<E> {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** The command is refused. Nothing changes. */
  record Refused<E>(Refusal refusal) implements Decision<E> {}

  /** Granted, with this event. */
  static <E> Decision<E> accept(E event) {
    return new Accepted<>(List.of(event));
  }

  /** Granted, and already so. */
  static <E> Decision<E> nothingToDo() {
    return new Accepted<>(List.of());
  }

  /** Refused. */
  static <E> Decision<E> refuse(Refusal refusal) {
    return new Refused<>(refusal);
  }
}
