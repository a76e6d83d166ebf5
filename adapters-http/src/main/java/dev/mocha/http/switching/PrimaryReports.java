package dev.mocha.http.switching;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReports;
import dev.mocha.application.switching.ReportPath;
import java.util.Optional;

/** The primary: the report from the main service's own tables. */
final class PrimaryReports implements ReportPath {

  private final DailyReports reports;
  private final ObjectMapper json;

  PrimaryReports(DailyReports reports, ObjectMapper json) {
    this.reports = reports;
    this.json = json;
  }

  @Override
  public Optional<Response> fetch(Request request) {
    return reports
        .find(request.merchantId(), request.date(), request.orders())
        .map(it -> new Response(body(it), it.completeTo()));
  }

  private byte[] body(DailyReport report) {
    try {
      return json.writeValueAsBytes(report);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
