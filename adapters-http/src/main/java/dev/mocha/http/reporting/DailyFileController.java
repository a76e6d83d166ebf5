package dev.mocha.http.reporting;

import static dev.mocha.http.reporting.ReportParameters.date;
import static dev.mocha.http.reporting.ReportParameters.merchant;

import dev.mocha.application.process.Role;
import dev.mocha.http.reporting.files.DayDownload;
import dev.mocha.http.reporting.files.ReportFormat;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.Problems.Invalid;
import dev.mocha.http.web.Problems.Violation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Daily reports as files. A file always contains the complete day. */
@RestController
@RequestMapping(Paths.DAILY_REPORTS)
@Tag(name = "Reports")
@Profile(Role.REPORTS)
final class DailyFileController {

  /** Parameters that select orders, which a file does not accept. */
  private static final List<String> SELECTION = List.of("limit", "cursor", "status", "q", "orders");

  private final DayDownload download;

  DailyFileController(DayDownload download) {
    this.download = download;
  }

  @GetMapping(path = "/{date}", produces = ReportFormat.CSV)
  @Operation(summary = "The complete report of a merchant for a business day")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = ReportFormat.CSV,
              schema = @Schema(type = "string", format = "binary")))
  public void csv(
      @PathVariable String merchantId,
      @PathVariable String date,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    answer(ReportFormat.csv, merchantId, date, request, response);
  }

  @GetMapping(path = "/{date}", produces = ReportFormat.XLSX)
  @Operation(summary = "The complete report of a merchant for a business day")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = ReportFormat.XLSX,
              schema = @Schema(type = "string", format = "binary")))
  public void xlsx(
      @PathVariable String merchantId,
      @PathVariable String date,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    answer(ReportFormat.xlsx, merchantId, date, request, response);
  }

  @GetMapping(path = "/{date}", produces = ReportFormat.PDF)
  @Operation(summary = "The complete report of a merchant for a business day")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = ReportFormat.PDF,
              schema = @Schema(type = "string", format = "binary")))
  public void pdf(
      @PathVariable String merchantId,
      @PathVariable String date,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    answer(ReportFormat.pdf, merchantId, date, request, response);
  }

  private void answer(
      ReportFormat format,
      String merchantId,
      String date,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    List<String> selections =
        SELECTION.stream().filter(it -> request.getParameter(it) != null).toList();
    if (!selections.isEmpty()) {
      String message = "does not apply to a file, which contains the complete day";
      throw new Invalid(selections.stream().map(it -> new Violation(it, message)).toList());
    }
    download.file(format, merchant(merchantId), date("date", date), request, response);
  }
}
