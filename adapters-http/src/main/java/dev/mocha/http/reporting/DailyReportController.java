package dev.mocha.http.reporting;

import static dev.mocha.http.reporting.ReportParameters.DEFAULT_LIMIT;
import static dev.mocha.http.reporting.ReportParameters.MAX_TEXT;
import static dev.mocha.http.reporting.ReportParameters.date;
import static dev.mocha.http.reporting.ReportParameters.merchant;
import static dev.mocha.http.reporting.ReportParameters.orders;

import dev.mocha.application.process.Role;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.OrderPage;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.application.reporting.ReportQueries.Range;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.http.reporting.files.DayDownload;
import dev.mocha.http.reporting.files.ReportFormat;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.PlainText;
import dev.mocha.http.web.Problems.Invalid;
import dev.mocha.http.web.Problems.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Daily reports from the report tables. The parameter {@code format} selects the format. */
@RestController
@RequestMapping(Paths.DAILY_REPORTS)
@Tag(name = "Reports")
@Profile(Role.REPORTS)
final class DailyReportController {

  private static final int MAX_DAYS = 62;

  /** A final day changes only by late refunds, which a client may see a minute later. */
  static final String FINAL = "max-age=60, private, immutable";

  private final ReportQueries reports;
  private final DayDownload download;

  DailyReportController(ReportQueries reports, DayDownload download) {
    this.reports = reports;
    this.download = download;
  }

  @GetMapping(path = "/{date}", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "The complete report of a merchant for a business day")
  public DailyReport report(
      @PathVariable String merchantId,
      @PathVariable String date,
      @RequestParam(defaultValue = DEFAULT_LIMIT) @Min(1) @Max(OrderQuery.MAX_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Set<OrderStatus> status,
      @RequestParam(required = false) @PlainText(max = MAX_TEXT) @Nullable String q,
      @RequestParam(required = false) @Nullable String orders,
      @RequestParam(required = false) @Nullable ReportFormat format,
      HttpServletResponse response) {
    DailyReport report =
        reports
            .find(
                merchant(merchantId), date("date", date), orders(orders, limit, cursor, status, q))
            .orElseThrow(NotFound::merchant);
    if (report.isFinal()) {
      response.setHeader(HttpHeaders.CACHE_CONTROL, FINAL);
    }
    return report;
  }

  @GetMapping(path = "/{date}/orders", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "The orders of a business day")
  public OrderPage orderPage(
      @PathVariable String merchantId,
      @PathVariable String date,
      @RequestParam(defaultValue = DEFAULT_LIMIT) @Min(1) @Max(OrderQuery.MAX_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Set<OrderStatus> status,
      @RequestParam(required = false) @PlainText(max = MAX_TEXT) @Nullable String q) {
    return reports
        .orders(merchant(merchantId), date("date", date), orders(null, limit, cursor, status, q))
        .orElseThrow(NotFound::merchant);
  }

  @GetMapping(path = "/{date}/orders", produces = MediaType.APPLICATION_NDJSON_VALUE)
  @Operation(summary = "The orders of a business day, one per line")
  public void orderLines(
      @PathVariable String merchantId,
      @PathVariable String date,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    download.lines(merchant(merchantId), date("date", date), request, response);
  }

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "The summaries of up to 62 business days")
  public Range range(
      @PathVariable String merchantId, @RequestParam String from, @RequestParam String to) {
    LocalDate first = date("from", from);
    LocalDate last = date("to", to);
    if (last.isBefore(first) || ChronoUnit.DAYS.between(first, last) >= MAX_DAYS) {
      throw new Invalid("to", "must be at most " + (MAX_DAYS - 1) + " days after from");
    }
    return reports.summaries(merchant(merchantId), first, last).orElseThrow(NotFound::merchant);
  }
}
