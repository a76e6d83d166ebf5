package dev.mocha.application.reporting;

import dev.mocha.domain.ordering.MerchantId;
import java.util.Set;

/**
 * Whose reports may be read by whoever asks. It is bound to what is done for the caller, so that
 * the tables themselves can hold to it, whatever a query asks for; where nothing is bound, nothing
 * is seen.
 */
public sealed interface VisibleMerchants {

  /** Bound around everything that is done for a caller. */
  ScopedValue<VisibleMerchants> CURRENT = ScopedValue.newInstance();

  /** Every merchant. */
  record All() implements VisibleMerchants {}

  /** These and no others. */
  record Some(Set<MerchantId> merchants) implements VisibleMerchants {
    public Some {
      merchants = Set.copyOf(merchants);
    }
  }

  /** Those of the present caller. */
  static VisibleMerchants current() {
    return CURRENT.orElse(new Some(Set.of()));
  }
}
