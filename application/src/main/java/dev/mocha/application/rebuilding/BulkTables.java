package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.rebuilding.EventHistory.Extent;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The tables of a generation while a rebuild fills them. No query and no stream uses them yet. */
public interface BulkTables {

  /** The load of a generation; empty before {@link #begin}. */
  Optional<Load> load(String generation);

  /**
   * A load that has begun.
   *
   * @param missing the parts that are not loaded yet
   * @param reference the generation that was in use when the ends of the parts were frozen; empty
   *     for none
   * @param loaded entries of the parts that are loaded
   * @param total entries of all parts
   */
  record Load(List<Part> missing, String reference, long loaded, long total) {}

  /**
   * Creates the tables, without keys, and stores which parts are to be loaded.
   *
   * @param reference the generation in use; empty for none
   */
  void begin(String generation, Extent extent, String reference);

  /**
   * Loads a part in one transaction: a crash leaves all of it or nothing. Of two processes that
   * load the same part, the second does nothing.
   *
   * @param reference the generation whose dead letters are copied
   */
  void load(String generation, Part part, String reference, Consumer<Loading> work);

  /**
   * Finishes tables whose parts are all loaded: merges partial days, builds keys, projects late
   * events. Resumes after an interruption.
   *
   * @throws IrregularHistory when the history contains an order twice
   */
  void complete(String generation);

  /** Empties the tables, so that the stream fills them from the beginning of the log. */
  void empty(String generation);

  /** Receives the rows of one part. */
  interface Loading {

    /** The offsets of the part whose records the reference generation has parked or discarded. */
    Set<Long> parkedOffsets();

    /** Writes orders, each for the first time. */
    void orders(Collection<OrderRow> orders);

    /** Writes partial days: a day that comes again adds to what is written. */
    void days(Map<DayKey, DaySummary> days);

    /** Writes events of orders that are already written. */
    void late(Collection<Sequenced> events);

    /**
     * Writes the terms of a merchant.
     *
     * @return whether they are new
     */
    boolean merchant(MerchantEvent event, long sequence);

    /**
     * Everything committed before this moment is in the part up to here.
     *
     * @param published what the log's watermarks count
     */
    void watermark(Instant completeTo, List<LogCount> published);

    /** Counts events that were applied. */
    void count(Collection<LogCount> applied);
  }
}
