package dev.mocha.http.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.http.HttpTest;
import dev.mocha.http.ReportsInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@HttpTest
class DailyFileControllerTest {

  private static final String DAY = "/api/v1/merchants/{id}/reports/daily/2018-07-26";
  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private final MockMvcTester http;

  DailyFileControllerTest(MockMvcTester http, ReportsInMemory reports) {
    this.http = http;
    reports.add(SampleReport.of("m-file"));
  }

  @ParameterizedTest
  @CsvSource({"csv, text/csv", "xlsx, " + XLSX, "pdf, application/pdf"})
  void a_file_is_selected_by_accept_or_by_format_which_takes_precedence(
      String format, String type) {
    var byType = http.get().uri(DAY, "m-file").accept(MediaType.parseMediaType(type)).exchange();
    var byName =
        http.get()
            .uri(DAY + "?format=" + format, "m-file")
            .accept(MediaType.TEXT_HTML, MediaType.APPLICATION_JSON)
            .exchange();
    var head = http.head().uri(DAY, "m-file").accept(MediaType.parseMediaType(type)).exchange();

    for (var answer : new Object[] {byType, byName, head}) {
      assertThat((org.springframework.test.web.servlet.assertj.MvcTestResult) answer)
          .hasStatusOk()
          .hasHeader(
              "Content-Disposition", "attachment; filename=\"m-file-2018-07-26." + format + "\"")
          .doesNotContainHeader("ETag")
          .contentType()
          .isCompatibleWith(MediaType.parseMediaType(type));
    }
    assertThat(byType).body().isNotEmpty();
    assertThat(head).body().isEmpty();
  }

  @Test
  void json_can_be_selected_by_format() {
    var answer = http.get().uri(DAY + "?format=json", "m-file").accept("text/csv").exchange();

    assertThat(answer).hasStatusOk().hasContentType(MediaType.APPLICATION_JSON);
    assertThat(http.get().uri(DAY, "m-file").accept(MediaType.ALL).exchange())
        .hasContentType(MediaType.APPLICATION_JSON);
  }

  @ParameterizedTest
  @CsvSource({
    "?format=doc, format",
    "?format=CSV, format",
    "?format=csv&limit=1, limit",
    "?format=xlsx&cursor=x, cursor",
    "?format=pdf&status=PLACED, status",
    "?format=csv&q=nasi, q",
    "?format=csv&orders=none, orders"
  })
  void a_parameter_that_selects_orders_is_rejected_by_name(String query, String field) {
    assertThat(http.get().uri(DAY + query, "m-file").accept("text/csv").exchange())
        .hasStatus(400)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.violations[*].field")
        .asArray()
        .containsExactly(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "xlsx", "pdf"})
  void an_unknown_merchant_is_not_found(String format) {
    assertThat(http.get().uri(DAY + "?format=" + format, "m-unknown").exchange())
        .hasStatus(404)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .doesNotContainHeader("Content-Disposition");
    assertThat(http.head().uri(DAY + "?format=" + format, "m-unknown").exchange()).hasStatus(404);
  }
}
