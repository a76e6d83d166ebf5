package dev.mocha.http.reporting;

import dev.mocha.application.process.Role;
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
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists the merchants with the most orders. */
@RestController
@Tag(name = "Reports")
@Profile(Role.REPORTS)
final class LargestMerchantsController {

  private static final int MAX_DAYS = 92;
  private static final int MAX_LISTED = 10_000;

  private final ReportQueries reports;

  LargestMerchantsController(ReportQueries reports) {
    this.reports = reports;
  }

  /** Merchants with orders in these days, largest first. */
  record LargestMerchants(LocalDate from, LocalDate to, List<MerchantBody> items) {}

  /** A merchant; {@code ordersOnBusiestDate} is the number of orders on {@code busiestDate}. */
  record MerchantBody(
      String merchantId, long orders, LocalDate busiestDate, long ordersOnBusiestDate) {

    static MerchantBody of(MerchantSize it) {
      return new MerchantBody(
          it.merchantId().value(), it.orders(), it.busiest(), it.ordersOnBusiestDate());
    }
  }

  @GetMapping(Paths.LARGEST_MERCHANTS)
  @Operation(summary = "The merchants with the most orders on up to 92 days")
  public LargestMerchants list(
      @RequestParam String from,
      @RequestParam String to,
      @RequestParam(defaultValue = "100") @Min(1) @Max(MAX_LISTED) int limit) {
    LocalDate first = ReportParameters.date("from", from);
    LocalDate last = ReportParameters.date("to", to);
    long days = ChronoUnit.DAYS.between(first, last) + 1;
    if (days < 1 || days > MAX_DAYS) {
      throw new Invalid(
          "to", "must be the same as from or up to %d days later".formatted(MAX_DAYS - 1));
    }
    return new LargestMerchants(
        first, last, reports.largest(first, last, limit).stream().map(MerchantBody::of).toList());
  }
}
