package dev.mocha.application.reporting;

import dev.mocha.domain.ordering.MerchantId;
import java.util.Set;

/**
 * The merchants whose reports the caller may read. The value is bound around the work for a caller,
 * so that the database can enforce it for every query. Without a binding, no merchant is visible.
 */
public sealed interface VisibleMerchants {

  /** Bound for all work on behalf of a caller. */
  ScopedValue<VisibleMerchants> CURRENT = ScopedValue.newInstance();

  /** Every merchant. */
  record All() implements VisibleMerchants {}

  /** Only these. */
  record Some(Set<MerchantId> merchants) implements VisibleMerchants {
    public Some {
      merchants = Set.copyOf(merchants);
    }
  }

  /** The merchants of the current caller. */
  static VisibleMerchants current() {
    return CURRENT.orElse(new Some(Set.of()));
  }
}
