package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All events up to an end that is frozen, in parts that can be read side by side. */
public interface EventHistory {

  /**
   * A part: a partition of the log, from its beginning to where it ended at one moment. All events
   * of a merchant are in one part.
   *
   * @param end the offset after its last record
   */
  record Part(LogPartition partition, long end) {}

  /**
   * The parts, with their ends as they are now.
   *
   * @throws Incomplete when the log does not reach back to its first record any more
   */
  List<Part> parts();

  /** Hands everything in a part to the reader, in its order; on the caller's thread. */
  void read(Part part, Reader reader);

  /** Is told what stands in a part. */
  interface Reader {

    /**
     * An event of an order.
     *
     * @param counted the event in the counts of the log; null for one that nobody counts
     */
    void order(OrderEvent event, long sequence, @Nullable LogCount counted);

    /** An event of a merchant. */
    void merchant(MerchantEvent event, long sequence, @Nullable LogCount counted);

    /** Everything committed before this moment stands before this point. */
    void mark(Instant completeTo, List<LogCount> told);

    /** A record that cannot be read. */
    void refused(DeadLetter letter);
  }

  /** The log does not hold all events any more. */
  final class Incomplete extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Incomplete(LogPartition partition, long first) {
      super(partition + " begins at offset " + first + ": the log has dropped what was before");
    }
  }
}
