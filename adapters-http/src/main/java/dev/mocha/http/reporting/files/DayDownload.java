package dev.mocha.http.reporting.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.process.Role;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.http.web.Compression;
import dev.mocha.http.web.Problems.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * Sends a complete day, one order at a time, without holding it in memory. When it fails midway the
 * connection breaks, so that a client does not take a part for the whole.
 */
@Profile(Role.REPORTS)
public final class DayDownload {

  private final ReportQueries reports;
  private final ObjectMapper json;

  public DayDownload(ReportQueries reports, ObjectMapper json) {
    this.reports = reports;
    this.json = json;
  }

  /**
   * Sends the orders of the day, one per line.
   *
   * @throws NotFound for an unknown merchant; nothing is sent then
   */
  public void lines(
      MerchantId merchantId,
      LocalDate date,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    send(
        merchantId,
        date,
        (_, out) -> new NdjsonFile(json, out),
        new Response(request, response, MediaType.APPLICATION_NDJSON_VALUE, null));
  }

  /**
   * Sends the day as an attachment.
   *
   * @throws NotFound for an unknown merchant; nothing is sent then
   */
  public void file(
      ReportFormat format,
      MerchantId merchantId,
      LocalDate date,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    send(
        merchantId,
        date,
        switch (format) {
          case csv -> (report, out) -> new CsvFile(json, report, out);
          case xlsx -> XlsxFile::new;
          case pdf -> PdfFile::new;
          case json -> throw new IllegalArgumentException(format + " is no file");
        },
        new Response(request, response, format.contentType(), format.fileName(merchantId, date)));
  }

  private void send(
      MerchantId merchantId, LocalDate date, ReportFile.Factory factory, Response response)
      throws IOException {
    if (HttpMethod.HEAD.matches(response.request.getMethod())) {
      if (reports.find(merchantId, date, OrderQuery.first(0)).isEmpty()) {
        throw NotFound.merchant();
      }
      response.begin();
      return;
    }
    try {
      if (!reports.wholeDay(merchantId, date, report -> response.orders(factory, report))) {
        throw NotFound.merchant();
      }
      response.end();
    } catch (UncheckedIOException gone) {
      throw gone.getCause();
    } finally {
      response.drop();
    }
  }

  /** The response. */
  private static final class Response {

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final String type;
    private final @Nullable String name;
    private @Nullable ReportFile file;

    Response(
        HttpServletRequest request,
        HttpServletResponse response,
        String type,
        @Nullable String name) {
      this.request = request;
      this.response = response;
      this.type = type;
      this.name = name;
    }

    OutputStream begin() throws IOException {
      Compression.stream(request);
      response.setContentType(type);
      if (name != null) {
        response.setHeader(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString());
      }
      return response.getOutputStream();
    }

    Consumer<PlacedOrder> orders(ReportFile.Factory factory, DailyReport report) {
      try {
        ReportFile begun = factory.begin(report, begin());
        file = begun;
        return order -> {
          try {
            begun.order(order);
          } catch (IOException gone) {
            throw new UncheckedIOException(gone);
          }
        };
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }

    void end() throws IOException {
      if (file != null) {
        file.end();
        file = null;
      }
    }

    /** Discards a response that is begun and not ended, unless parts of it are sent. */
    void drop() {
      if (file != null && !response.isCommitted()) {
        response.reset();
      }
    }
  }
}
