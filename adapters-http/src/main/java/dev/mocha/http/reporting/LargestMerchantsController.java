package dev.mocha.http.reporting;

import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.application.reporting.ReportQueries.MerchantSize;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.Problems.Invalid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The merchants by the number of their orders. */
@RestController
@Tag(name = "Reports")
final class LargestMerchantsController {

  private static final int MOST_DAYS = 92;
  private static final int MOST_LISTED = 10_000;

  private final ReportQueries reports;

  LargestMerchantsController(ReportQueries reports) {
    this.reports = reports;
  }

  /** Merchants with orders in these days, those with most first. */
  record LargestMerchants(LocalDate from, LocalDate to, List<MerchantBody> items) {}

  /** A merchant; {@code busiestDate} is the day with most orders, {@code ordersThen}. */
  record MerchantBody(String merchantId, long orders, LocalDate busiestDate, long ordersThen) {

    static MerchantBody of(MerchantSize it) {
      return new MerchantBody(it.merchantId().value(), it.orders(), it.busiest(), it.ordersThen());
    }
  }

  @GetMapping(Paths.LARGEST_MERCHANTS)
  @Operation(summary = "The merchants with most orders on up to 92 days")
  public LargestMerchants list(
      @RequestParam String from,
      @RequestParam String to,
      @RequestParam(defaultValue = "100") @Min(1) @Max(MOST_LISTED) int limit) {
    LocalDate first = ReportParameters.date("from", from);
    LocalDate last = ReportParameters.date("to", to);
    long days = ChronoUnit.DAYS.between(first, last) + 1;
    if (days < 1 || days > MOST_DAYS) {
      throw new Invalid(
          "to", "must be the same as from or up to %d days later".formatted(MOST_DAYS - 1));
    }
    return new LargestMerchants(
        first, last, reports.largest(first, last, limit).stream().map(MerchantBody::of).toList());
  }
}
