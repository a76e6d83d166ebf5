package dev.mocha.application.rebuilding;

import dev.mocha.application.failures.Unavailable;
import dev.mocha.application.publishing.LogPartition;
import java.util.Map;

/** The end offsets of the topics with Mocha's own events. */
@FunctionalInterface
public interface LogEndOffsets {

  /**
   * The offset that the next record of each partition will have.
   *
   * @throws NotReachable when Kafka does not answer
   */
  Map<LogPartition, Long> now();

  /** Kafka does not answer. */
  final class NotReachable extends Unavailable {
    private static final long serialVersionUID = 1;

    public NotReachable(Throwable cause) {
      super("Kafka does not answer: " + cause.getMessage(), cause, 5);
    }
  }
}
