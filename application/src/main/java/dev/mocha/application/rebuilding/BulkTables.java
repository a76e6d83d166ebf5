package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.rebuilding.EventHistory.Extent;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.domain.ordering.MerchantEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The tables of a generation while it is filled: nobody reads them, and nobody else writes them.
 */
public interface BulkTables {

  /** What was begun to fill a generation with; empty when nothing was. */
  Optional<Begun> begun(String generation);

  /**
   * A load that was begun.
   *
   * @param missing the parts that are not loaded yet
   * @param reference the generation that was in use when their ends were frozen; empty for none
   * @param loaded positions of the others
   * @param total positions of all
   */
  record Begun(List<Part> missing, String reference, long loaded, long total) {}

  /**
   * Makes the tables, with nothing in the way of bulk, and notes what is to be loaded.
   *
   * @param reference the generation in use; empty for none
   */
  void begin(String generation, Extent extent, String reference);

  /**
   * Loads a part in one transaction: after a crash it is loaded as a whole or not at all. Of two
   * that load the same, the second does nothing.
   *
   * @param reference the generation whose dead letters are taken over
   */
  void load(String generation, Part part, String reference, Consumer<Loading> work);

  /**
   * Makes tables with all parts fit for reading: keys, days that came in pieces, late events. Goes
   * on where it was interrupted.
   *
   * @throws IrregularHistory when an order is there twice
   */
  void complete(String generation);

  /** Empties the tables, so that a stream can fill them from the beginning. */
  void empty(String generation);

  /** Takes what a part makes. */
  interface Loading extends BulkProjection.Rows {

    /** The positions of the part that the generation in use has put aside. */
    Set<Long> aside();

    /**
     * Keeps the terms of a merchant.
     *
     * @return whether they are new
     */
    boolean merchant(MerchantEvent event, long sequence);

    /** Everything committed before this moment is in the part up to here. */
    void mark(Instant completeTo, List<LogCount> told);

    /** Counts events that were applied. */
    void count(Collection<LogCount> applied);
  }
}
