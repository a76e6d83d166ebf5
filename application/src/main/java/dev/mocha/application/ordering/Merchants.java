package dev.mocha.application.ordering;

import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The merchants of the main service. */
public interface Merchants {

  Map<MerchantId, Merchant> find(Collection<MerchantId> merchantIds);

  default Optional<Merchant> find(MerchantId merchantId) {
    return Optional.ofNullable(find(List.of(merchantId)).get(merchantId));
  }

  /** Applies an event to the table, in the transaction that stores the event. */
  void record(MerchantEvent event, long sequence);
}
