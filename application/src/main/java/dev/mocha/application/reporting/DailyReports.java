package dev.mocha.application.reporting;

import dev.mocha.domain.ordering.MerchantId;
import java.time.LocalDate;
import java.util.Optional;

/** Answers with daily reports: from the report tables, or from the main service. */
public interface DailyReports {

  /** The report with a page of its orders; empty for an unknown merchant. */
  Optional<DailyReport> find(MerchantId merchantId, LocalDate date, OrderQuery orders);
}
