package dev.mocha.logclient;

import java.util.List;
import java.util.stream.Collectors;

/** An event that does not keep its schema. It was not sent. */
public final class InvalidEvent extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<Violation> violations;

  /**
   * @param id of the event
   * @param type of the event
   * @param violations by pointers into the event's structured form, at least one
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

  /** What is wrong, {@value Schemas#MOST_VIOLATIONS} things at most. */
  public List<Violation> violations() {
    return violations;
  }
}
