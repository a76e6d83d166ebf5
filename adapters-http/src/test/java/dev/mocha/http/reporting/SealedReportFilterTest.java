package dev.mocha.http.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.ReportEncoder;
import dev.mocha.application.reporting.SealedReport;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.http.HttpTest;
import dev.mocha.http.ReportsInMemory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class SealedReportFilterTest {

  private static final String DAILY = "/api/v1/merchants/{id}/reports/daily/";
  private static final String OVER = DAILY + "2018-07-20";
  private static final String MERCHANT = "m-sealed";
  private static final Instant LATER = Instant.parse("2018-07-28T01:02:03.004Z");

  /** What all answers have, whatever is in them. */
  private static final List<String> HEADERS =
      List.of(
          HttpHeaders.CACHE_CONTROL,
          HttpHeaders.CONTENT_TYPE,
          HttpHeaders.VARY,
          "X-Content-Type-Options",
          "X-Frame-Options");

  private final MockMvcTester http;
  private final ReportsInMemory reports;
  private final ReportEncoder encoder;

  SealedReportFilterTest(MockMvcTester http, ReportsInMemory reports, ObjectMapper json) {
    this.http = http;
    this.reports = reports;
    this.encoder = report -> SealedDocument.of(report, json).bytes();
    seal(SampleReport.ended(MERCHANT), LATER);
  }

  private void seal(DailyReport report, Instant completeTo) {
    reports.seal(report.merchantId(), new SealedReport(encoder.document(report), completeTo));
  }

  private MockHttpServletResponse ask(HttpMethod method, String uri, String encodings, String tag) {
    return http.method(method)
        .uri(uri, MERCHANT)
        .header(HttpHeaders.ACCEPT_ENCODING, encodings)
        .header(HttpHeaders.IF_NONE_MATCH, tag)
        .exchange()
        .getResponse();
  }

  private MockHttpServletResponse get(String encodings) {
    return ask(HttpMethod.GET, OVER, encodings, "");
  }

  @Test
  void it_is_the_same_report_byte_for_byte_except_for_its_tag_and_complete_to() throws IOException {
    MockHttpServletResponse sealed = get("br");
    reports.add(SampleReport.ended("m-fresh"));
    MockHttpServletResponse fresh =
        http.get()
            .uri(OVER, "m-fresh")
            .header(HttpHeaders.ACCEPT_ENCODING, "br")
            .exchange()
            .getResponse();

    assertThat(sealed.getContentAsString())
        .isEqualTo(
            fresh
                .getContentAsString()
                .replace("m-fresh", MERCHANT)
                .replace("2018-07-26T14:03:07.250Z", "2018-07-28T01:02:03.004Z"));
    for (String header : HEADERS) {
      assertThat(sealed.getHeaders(header)).as(header).isEqualTo(fresh.getHeaders(header));
    }
    assertThat(sealed.getHeader(HttpHeaders.CACHE_CONTROL))
        .isEqualTo("max-age=60, private, immutable");
    assertThat(sealed.getContentLength()).isEqualTo(sealed.getContentAsByteArray().length);
  }

  @Test
  void a_client_that_accepts_gzip_gets_the_same_compressed_under_another_tag() throws IOException {
    MockHttpServletResponse plain = get("identity");
    MockHttpServletResponse compressed = get("gzip");

    assertThat(compressed.getHeader(HttpHeaders.CONTENT_ENCODING)).isEqualTo("gzip");
    assertThat(plain.getHeader(HttpHeaders.CONTENT_ENCODING)).isNull();
    assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.getContentAsByteArray())))
        .hasBinaryContent(plain.getContentAsByteArray());
    assertThat(compressed.getContentLength()).isEqualTo(compressed.getContentAsByteArray().length);
    assertThat(plain.getHeader(HttpHeaders.ETAG)).matches("\"[\\w-]{22}-1532739723004000\"");
    assertThat(compressed.getHeader(HttpHeaders.ETAG))
        .isEqualTo(
            String.valueOf(plain.getHeader(HttpHeaders.ETAG)).replaceFirst("\"$", "-gzip\""));
  }

  @Test
  void head_of_a_sealed_day_has_the_headers_of_get() {
    MockHttpServletResponse whole = get("gzip");
    MockHttpServletResponse head = ask(HttpMethod.HEAD, OVER, "gzip", "");

    assertThat(head.getStatus()).isEqualTo(200);
    assertThat(head.getContentAsByteArray()).isEmpty();
    for (String header : whole.getHeaderNames()) {
      assertThat(head.getHeaders(header)).as(header).isEqualTo(whole.getHeaders(header));
    }
  }

  @Test
  void a_cached_response_stays_valid_while_the_seal_is_the_same() {
    String tag = String.valueOf(get("gzip").getHeader(HttpHeaders.ETAG));
    seal(SampleReport.ended(MERCHANT), LATER.plusSeconds(60));

    for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag)) {
      MockHttpServletResponse answer = ask(HttpMethod.GET, OVER, "gzip", known);
      assertThat(answer.getStatus()).as(known).isEqualTo(304);
      assertThat(answer.getHeader(HttpHeaders.ETAG)).isEqualTo(tag);
      assertThat(answer.getHeader(HttpHeaders.CACHE_CONTROL))
          .isEqualTo("max-age=60, private, immutable");
      assertThat(answer.getContentAsByteArray()).isEmpty();
    }
    assertThat(ask(HttpMethod.GET, OVER, "gzip", "*").getStatus()).isEqualTo(304);
    assertThat(ask(HttpMethod.GET, OVER, "br", tag).getStatus()).isEqualTo(200);

    seal(SampleReport.of(MERCHANT), LATER);
    assertThat(ask(HttpMethod.GET, OVER, "gzip", tag).getStatus()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2018-07-20?limit=99",
        "2018-07-20?format=csv",
        "2018-07-20?status=PLACED",
        "2018-07-20?q=nasi",
        "2018-07-20?orders=none",
        "2018-07-20?cursor=MTUzMjU4MTk1MzEyMzQ1NiBvLTE",
        "2018-07-26"
      })
  void other_views_and_days_that_are_not_over_go_to_the_controller(String rest) {
    MvcTestResult answer = http.get().uri(DAILY + rest, MERCHANT).exchange();
    assertThat(answer).hasStatus(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/json", "application/json, text/plain, */*"})
  void a_client_that_prefers_json_gets_the_sealed_report(String accept) {
    assertThat(http.get().uri(OVER, MERCHANT).header(HttpHeaders.ACCEPT, accept).exchange())
        .hasStatusOk();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/csv", "text/csv, */*", "application/json;q=0.1, text/csv"})
  void a_client_that_prefers_another_type_goes_to_the_controller(String accept) {
    assertThat(http.get().uri(OVER, MERCHANT).header(HttpHeaders.ACCEPT, accept).exchange())
        .hasStatus(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2018-07-20", "2018-02-30"})
  void errors_are_the_same_as_without_seals(String date) {
    reports.notBuilt(new MerchantId("m-unbuilt"));

    assertThat(http.get().uri(DAILY + date, "m-unbuilt").exchange())
        .hasStatus(date.endsWith("30") ? 400 : 503)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(http.post().uri(OVER, MERCHANT).exchange()).hasStatus(405);
  }

  @Test
  void a_merchant_name_may_resemble_the_field() {
    String name = "\"completeTo\":\"x\", \\\"completeTo\":";
    seal(SampleReport.named("m-odd", name), LATER);

    assertThat(http.get().uri(OVER, "m-odd").exchange())
        .hasStatusOk()
        .bodyJson()
        .hasPathSatisfying("$.merchantName", it -> assertThat(it).asString().isEqualTo(name))
        .hasPathSatisfying(
            "$.completeTo", it -> assertThat(it).asString().isEqualTo("2018-07-28T01:02:03.004Z"));
  }
}
