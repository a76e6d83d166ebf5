package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All events up to ends that are frozen, in parts that can be read side by side. */
public interface EventHistory {

  /**
   * A part of the history. All events of an order are in one part, in their order.
   *
   * @param partition of the log; elsewhere the number of the part under a name of the source's own
   * @param begin the position of its first record
   * @param end the position after its last record
   */
  record Part(LogPartition partition, long begin, long end) {

    /** How many positions it spans: at least as many as it has records. */
    public long length() {
      return end - begin;
    }
  }

  /**
   * What a rebuild reads.
   *
   * @param parts of the history
   * @param goOn where the stream of the generation goes on in each partition of the log, once all
   *     parts are loaded
   */
  record Extent(List<Part> parts, Map<LogPartition, Long> goOn) {}

  /**
   * Freezes the ends.
   *
   * @param taken how far the stream of the generation in use has read the log
   * @throws Incomplete when the history does not reach back to its first event any more
   */
  Extent extent(Map<LogPartition, Long> taken);

  /** Begins to read, on one thread. */
  Reading open();

  /** Reads parts one after another. */
  interface Reading extends AutoCloseable {

    /**
     * Hands everything in a part to the reader, in its order; on the caller's thread.
     *
     * @param aside positions to pass over: what the generation in use has put aside
     * @throws IrregularHistory for a record that cannot be read
     */
    void read(Part part, Set<Long> aside, Reader reader);

    @Override
    void close();
  }

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

    /** So many more positions are read; called often. */
    void passed(long positions);
  }

  /** The log does not hold all events any more. */
  final class Incomplete extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Incomplete(LogPartition partition, long first) {
      super(
          "%s begins at offset %d: the log has dropped what was before; rebuild from the event store"
              .formatted(partition, first));
    }
  }
}
