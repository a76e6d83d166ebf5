package dev.mocha.logclient;

import java.util.List;
import java.util.stream.Collectors;

/** An event that is not valid against its schema. It was not sent. */
public final class InvalidEvent extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<Violation> violations;

  /**
   * @param id of the event
   * @param type of the event
   * @param violations at least one, with pointers into the event's structured form
   */
  public InvalidEvent(String id, String type, List<Violation> violations) {
    super(
        "event %s of type %s is invalid: %s"
            .formatted(
                id,
                type,
                violations.stream().map(Violation::toString).collect(Collectors.joining("; "))));
    this.violations = List.copyOf(violations);
  }

  /** The violations, at most {@value Schemas#MAX_VIOLATIONS}. */
  public List<Violation> violations() {
    return violations;
  }
}
