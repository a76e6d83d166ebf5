package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.EventHistory.Reading;
import dev.mocha.domain.ordering.MerchantId;

/** The events of one merchant's orders, out of the log. */
public interface MerchantHistory {

  /** The partition that holds them. */
  LogPartition partitionOf(MerchantId merchantId);

  /** Begins to read those of the events in a partition that are of this merchant's orders. */
  Reading open(MerchantId merchantId);
}
