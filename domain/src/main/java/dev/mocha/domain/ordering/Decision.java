package dev.mocha.domain.ordering;

import java.util.List;

/**
 * The result of a decider: the events that follow from a command, or a refusal.
 *
 * @param <E> the kind of events
 */
public sealed interface Decision<E> {

  /** The command is accepted. It has no events when there is nothing to do. */
  record Accepted<E>(List<E> events) implements Decision<E> {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** The command is refused and changes nothing. */
  record Refused<E>(Refusal refusal) implements Decision<E> {}

  static <E> Decision<E> accept(E event) {
    return new Accepted<>(List.of(event));
  }

  static <E> Decision<E> nothingToDo() {
    return new Accepted<>(List.of());
  }

  static <E> Decision<E> refuse(Refusal refusal) {
    return new Refused<>(refusal);
  }
}
