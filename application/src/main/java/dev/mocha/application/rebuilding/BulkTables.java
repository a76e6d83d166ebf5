package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.domain.ordering.MerchantEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** The tables of a generation while it is built: nobody reads them, and nobody else writes them. */
public interface BulkTables {

  /** Makes the tables of a generation where there are none, with nothing in the way of bulk. */
  void create(String generation);

  /** Those of the parts that are not loaded yet. */
  List<Part> missing(String generation, List<Part> parts);

  /**
   * Loads a part in one transaction: after a crash it is loaded as a whole or not at all. When it
   * is, the stream of the generation has read the partition to the end of the part.
   */
  void load(String generation, Part part, Consumer<Loading> work);

  /**
   * Makes tables with all parts fit for reading: keys, days that came in pieces, late events. Goes
   * on where it was interrupted.
   */
  void complete(String generation);

  /** Takes what a part makes. */
  interface Loading extends BulkProjection.Rows {

    /**
     * Keeps the terms of a merchant.
     *
     * @return whether they are new
     */
    boolean merchant(MerchantEvent event, long sequence);

    /** Puts a record aside that cannot be read. */
    void park(DeadLetter letter);

    /** Everything committed before this moment is in the part up to here. */
    void mark(Instant completeTo, List<LogCount> told);

    /** Counts events that were applied. */
    void count(Collection<LogCount> applied);
  }
}
