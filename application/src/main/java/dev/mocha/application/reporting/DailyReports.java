package dev.mocha.application.reporting;

import dev.mocha.domain.ordering.MerchantId;
import java.time.LocalDate;
import java.util.Optional;

/** Where a daily report comes from: the report tables, or the main service's own. */
public interface DailyReports {

  /** The report with a page of its orders; empty where nobody knows the merchant. */
  Optional<DailyReport> find(MerchantId merchantId, LocalDate date, OrderQuery orders);
}
