package dev.mocha.application.ordering;

import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The merchants that the main service knows. */
public interface Merchants {

  /** The registered ones among these. */
  Map<MerchantId, Merchant> find(Collection<MerchantId> merchantIds);

  default Optional<Merchant> find(MerchantId merchantId) {
    return Optional.ofNullable(find(List.of(merchantId)).get(merchantId));
  }

  /** Brings the tables up to an event, in the transaction that stores it. */
  void record(MerchantEvent event, long sequence);
}
