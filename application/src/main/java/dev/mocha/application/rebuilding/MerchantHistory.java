package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.domain.ordering.MerchantId;

/** The events of one merchant and its orders in the log. */
public interface MerchantHistory {

  /** The partition of its orders. */
  LogPartition ordersOf(MerchantId merchantId);

  /** The partition of its terms. */
  LogPartition termsOf(MerchantId merchantId);

  /** Opens a reader of this merchant's entries only. */
  EventHistory.Reader open(MerchantId merchantId);
}
