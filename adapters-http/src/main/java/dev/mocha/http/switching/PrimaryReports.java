package dev.mocha.http.switching;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReports;
import dev.mocha.application.switching.ReportPath;
import java.util.Optional;

/** The old path: the main service's own tables. */
public final class PrimaryReports implements ReportPath {

  private final DailyReports reports;
  private final ObjectMapper json;

  public PrimaryReports(DailyReports reports, ObjectMapper json) {
    this.reports = reports;
    this.json = json;
  }

  @Override
  public Optional<Answer> ask(Question question) {
    return reports
        .find(question.merchantId(), question.date(), question.orders())
        .map(it -> new Answer(body(it), it.completeTo()));
  }

  private byte[] body(DailyReport report) {
    try {
      return json.writeValueAsBytes(report);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
