package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.EventHistory.Reading;
import dev.mocha.domain.ordering.MerchantId;

/** The events of one merchant and its orders, out of the log. */
public interface MerchantHistory {

  /** The partition that holds the events of its orders. */
  LogPartition ordersOf(MerchantId merchantId);

  /** The partition that holds the events of the merchant itself. */
  LogPartition termsOf(MerchantId merchantId);

  /** Begins to read those of the events in a partition that are of this merchant. */
  Reading open(MerchantId merchantId);
}
