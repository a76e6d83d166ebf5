package dev.mocha.http.reporting.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.http.web.Compression;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * Answers with a whole day, order after order, and holds none of it back. Where it fails midway the
 * connection breaks, so that a part is not taken for the whole.
 */
public final class DayDownload {

  private final ReportQueries reports;
  private final ObjectMapper json;

  public DayDownload(ReportQueries reports, ObjectMapper json) {
    this.reports = reports;
    this.json = json;
  }

  /**
   * The orders of the day, one a line.
   *
   * @return false where nobody knows the merchant, and nothing is answered
   */
  public boolean lines(
      MerchantId merchantId,
      LocalDate date,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    return send(
        merchantId,
        date,
        (_, out) -> new NdjsonFile(json, out),
        request.getMethod(),
        new Answer(request, response, MediaType.APPLICATION_NDJSON_VALUE, null));
  }

  /**
   * The day as a file to be kept.
   *
   * @return false where nobody knows the merchant, and nothing is answered
   */
  public boolean file(
      ReportFormat format,
      MerchantId merchantId,
      LocalDate date,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    return send(
        merchantId,
        date,
        switch (format) {
          case csv -> (report, out) -> new CsvFile(json, report, out);
          case xlsx -> XlsxFile::new;
          case pdf -> PdfFile::new;
          case json -> throw new IllegalArgumentException(format + " is no file");
        },
        request.getMethod(),
        new Answer(request, response, format.contentType(), format.fileName(merchantId, date)));
  }

  private boolean send(
      MerchantId merchantId, LocalDate date, ReportFile.Factory form, String method, Answer answer)
      throws IOException {
    if (HttpMethod.HEAD.matches(method)) {
      boolean known = reports.find(merchantId, date, OrderQuery.first(0)).isPresent();
      if (known) {
        answer.begin();
      }
      return known;
    }
    try {
      boolean known = reports.wholeDay(merchantId, date, report -> answer.orders(form, report));
      answer.end();
      return known;
    } catch (UncheckedIOException gone) {
      throw gone.getCause();
    } finally {
      answer.drop();
    }
  }

  /** What goes out. */
  private static final class Answer {

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final String type;
    private final @Nullable String name;
    private @Nullable ReportFile file;

    Answer(
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

    Consumer<PlacedOrder> orders(ReportFile.Factory form, DailyReport report) {
      try {
        ReportFile begun = form.begin(report, begin());
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

    /** Takes back what has been begun and not ended, as far as it has not left. */
    void drop() {
      if (file != null && !response.isCommitted()) {
        response.reset();
      }
    }
  }
}
