package dev.mocha.http.switching;

import static dev.mocha.http.reporting.ReportParameters.DEFAULT_LIMIT;
import static dev.mocha.http.reporting.ReportParameters.MAX_TEXT;
import static dev.mocha.http.reporting.ReportParameters.date;
import static dev.mocha.http.reporting.ReportParameters.merchant;
import static dev.mocha.http.reporting.ReportParameters.orders;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.switching.ReportPath.Request;
import dev.mocha.application.switching.ReportPath.Response;
import dev.mocha.application.switching.ReportSwitch;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.PlainText;
import dev.mocha.http.web.Problems.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The report at the main service's own address, which merchants' apps use. */
@RestController
@Tag(name = "Main service")
final class OrderReportController {

  private final ReportSwitch reports;

  OrderReportController(ReportSwitch reports) {
    this.reports = reports;
  }

  @GetMapping(
      path = Paths.MERCHANTS + "/{merchantId}/order-report",
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "The report at the main service's address, by the path that the switch names",
      responses =
          @ApiResponse(
              responseCode = "200",
              content = @Content(schema = @Schema(implementation = DailyReport.class))))
  public ResponseEntity<byte[]> report(
      @PathVariable String merchantId,
      @RequestParam String date,
      @RequestParam(defaultValue = DEFAULT_LIMIT) @Min(1) @Max(OrderQuery.MAX_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Set<OrderStatus> status,
      @RequestParam(required = false) @PlainText(max = MAX_TEXT) @Nullable String q,
      @RequestParam(required = false) @Nullable String orders,
      @Parameter(hidden = true) @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization) {
    var request =
        new Request(
            merchant(merchantId),
            date("date", date),
            orders(orders, limit, cursor, status, q),
            authorization);
    Response response = reports.fetch(request).orElseThrow(NotFound::merchant);
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(response.body());
  }
}
