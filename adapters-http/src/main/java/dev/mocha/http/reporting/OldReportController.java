package dev.mocha.http.reporting;

import static dev.mocha.http.reporting.ReportParameters.DEFAULT_LIMIT;
import static dev.mocha.http.reporting.ReportParameters.MAX_TEXT;
import static dev.mocha.http.reporting.ReportParameters.date;
import static dev.mocha.http.reporting.ReportParameters.merchant;
import static dev.mocha.http.reporting.ReportParameters.orders;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReports;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.http.Paths;
import dev.mocha.http.PlainText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The report at the address where merchants' apps have always asked the main service for it. */
@RestController
@Tag(name = "Main service")
public final class OldReportController {

  private final DailyReports reports;

  public OldReportController(DailyReports reports) {
    this.reports = reports;
  }

  @GetMapping(
      path = Paths.MERCHANTS + "/{merchantId}/order-report",
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "The old report, from the main service's own tables")
  public DailyReport report(
      @PathVariable String merchantId,
      @RequestParam String date,
      @RequestParam(defaultValue = DEFAULT_LIMIT) @Min(1) @Max(OrderQuery.MAX_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Set<OrderStatus> status,
      @RequestParam(required = false) @PlainText(max = MAX_TEXT) @Nullable String q,
      @RequestParam(required = false) @Nullable String orders) {
    return reports
        .find(merchant(merchantId), date("date", date), orders(orders, limit, cursor, status, q))
        .orElseThrow(ReportParameters::unknownMerchant);
  }
}
