package dev.mocha.http.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.http.HttpServerTest;
import dev.mocha.http.ReportsInMemory;
import dev.mocha.http.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Reading fails midway: nobody may take a part for the whole. */
@HttpServerTest
class BrokenFilesTest {

  private final ReportsInMemory reports;
  private final int port;

  @AutoClose private final HttpClient client = HttpClient.newHttpClient();

  BrokenFilesTest(ReportsInMemory reports, @LocalServerPort int port) {
    this.reports = reports;
    this.port = port;
  }

  @ParameterizedTest
  @ValueSource(strings = {"?format=csv", "?format=xlsx", "?format=pdf", "/orders"})
  void a_failure_after_the_first_byte_breaks_the_connection(String form) {
    DailyReport report = SampleReport.of("m-broken");
    reports.add(report);
    reports.breakAfter(new MerchantId("m-broken"), repeated(report), 20_000);

    assertThatThrownBy(() -> get("m-broken", form)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?format=csv", "?format=xlsx", "?format=pdf", "/orders"})
  void a_failure_before_the_first_byte_is_a_problem(String form) throws Exception {
    DailyReport report = SampleReport.of("m-failing");
    reports.add(report);
    reports.breakAfter(new MerchantId("m-failing"), repeated(report), 0);

    HttpResponse<String> answer = get("m-failing", form);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.headers().map())
        .doesNotContainKey("content-disposition")
        .extractingByKey("content-type")
        .asString()
        .contains("application/problem+json");
    assertThat(answer.body()).contains("\"status\":500").doesNotContain("record,figure");
  }

  private static PlacedOrder repeated(DailyReport report) {
    return report.orders().items().getFirst();
  }

  private HttpResponse<String> get(String merchant, String form)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:%d/api/v1/merchants/%s/reports/daily/2018-07-26%s"
                        .formatted(port, merchant, form)))
            .header("Authorization", "Bearer " + TestTokens.merchants(merchant))
            .header("Accept", form.startsWith("?") ? "*/*" : "application/x-ndjson")
            .build(),
        BodyHandlers.ofString());
  }
}
