package dev.mocha.application.rebuilding;

import dev.mocha.application.failures.Conflict;
import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All events up to frozen ends, in parts that threads can read side by side. */
public interface EventHistory {

  /**
   * A part of the history. It contains all events of an order or none, in their order.
   *
   * @param partition of the log; for another source, its name and the number of the part
   * @param begin offset of the first entry
   * @param end offset after the last entry
   */
  record Part(LogPartition partition, long begin, long end) {

    /** The number of entries, at most: offsets have gaps. */
    public long entries() {
      return end - begin;
    }
  }

  /**
   * What a rebuild reads.
   *
   * @param parts of the history
   * @param resumeFrom the offset of each partition of the log from which the generation's stream
   *     reads, once all parts are loaded
   */
  record Extent(List<Part> parts, Map<LogPartition, Long> resumeFrom) {}

  /**
   * Freezes the ends.
   *
   * @param streamOffsets of the generation in use
   * @throws Incomplete when the history no longer contains its first events
   */
  Extent extent(Map<LogPartition, Long> streamOffsets);

  /** Opens a reader for one thread. */
  Reader open();

  /** Reads parts, one after another. */
  interface Reader extends AutoCloseable {

    /**
     * Passes each entry of a part to the handler, in order, on the caller's thread.
     *
     * @param parkedOffsets the offsets to skip
     * @throws IrregularHistory when a record cannot be read
     */
    void read(Part part, Set<Long> parkedOffsets, Handler handler);

    @Override
    default void close() {}
  }

  /** Receives the entries of a part. */
  interface Handler {

    /**
     * Receives an event of an order.
     *
     * @param counted the event in the counts of the log; null for an event that is not counted
     */
    default void order(OrderEvent event, long sequence, @Nullable LogCount counted) {}

    /** Receives an event of a merchant. */
    default void merchant(MerchantEvent event, long sequence, @Nullable LogCount counted) {}

    /**
     * Receives a watermark: everything committed before this moment comes before this point.
     *
     * @param published the events that were published, for each minute
     */
    default void watermark(Instant completeTo, List<LogCount> published) {}

    /** Receives, often, how many entries were read since the last call. */
    default void read(long entries) {}
  }

  /** The log no longer contains all events. */
  final class Incomplete extends Conflict {
    private static final long serialVersionUID = 1;

    public Incomplete(LogPartition partition, long first) {
      super(
          "%s begins at offset %d: Kafka has deleted the records before; rebuild from the event store"
              .formatted(partition, first));
    }
  }
}
