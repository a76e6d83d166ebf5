package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.EventHistory.Reader;
import dev.mocha.domain.ordering.MerchantId;
import java.util.Set;

/** The events of one merchant's orders, out of the log. */
public interface MerchantHistory {

  /** The partition that holds them. */
  LogPartition partitionOf(MerchantId merchantId);

  /**
   * Hands those of them to the reader that stand in this part.
   *
   * @param aside positions to pass over
   * @throws EventHistory.Incomplete when the log does not hold the part any more
   * @throws Irregular for a record of the merchant that cannot be read
   */
  void read(MerchantId merchantId, Part part, Set<Long> aside, Reader reader);
}
