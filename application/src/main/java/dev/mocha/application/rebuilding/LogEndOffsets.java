package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import java.util.Map;

/** Where the log of Mocha's own events ends. */
@FunctionalInterface
public interface LogEndOffsets {

  /**
   * The offset that the next record of each partition will have.
   *
   * @throws NotReachable when the broker does not answer
   */
  Map<LogPartition, Long> now();

  /** The broker does not answer. */
  final class NotReachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotReachable(Throwable cause) {
      super("the broker does not answer: " + cause.getMessage(), cause);
    }
  }
}
