package dev.mocha.postgres.ordering;

import dev.mocha.application.ordering.Merchants;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.rows.MerchantTermsTable;
import java.util.Collection;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code merchant_terms} of the main service. */
public final class MerchantsTable implements Merchants {

  private final MerchantTermsTable terms;

  public MerchantsTable(JdbcClient orders) {
    terms = new MerchantTermsTable(orders, "merchant_terms");
  }

  @Override
  public Map<MerchantId, Merchant> find(Collection<MerchantId> merchantIds) {
    return terms.find(merchantIds);
  }

  @Override
  public void record(MerchantEvent event, long sequence) {
    terms.record(event, sequence);
  }
}
