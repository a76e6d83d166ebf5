package samples.unsealed.domain;

/** As it should be. */
sealed interface ClosedEvent {

  /** Something happened. */
  record Happened() implements ClosedEvent {}
}
