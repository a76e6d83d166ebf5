package dev.mocha.http.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.http.HttpTest;
import dev.mocha.http.ReportsInMemory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
class CompressionTest {

  private static final String DAY = "/api/v1/merchants/m-gzip/reports/daily/2018-07-26";

  private final MockMvcTester http;

  CompressionTest(MockMvcTester http, ReportsInMemory reports) {
    this.http = http;
    reports.add(SampleReport.of("m-gzip"));
  }

  private MvcTestResult ask(HttpMethod method, String encodings, String known) {
    return http.method(method)
        .uri(DAY)
        .header(HttpHeaders.ACCEPT_ENCODING, encodings)
        .header(HttpHeaders.IF_NONE_MATCH, known)
        .exchange();
  }

  private MockHttpServletResponse get(String encodings) {
    return ask(HttpMethod.GET, encodings, "").getResponse();
  }

  @Test
  void a_client_that_accepts_gzip_gets_the_same_response_compressed_under_another_tag()
      throws IOException {
    MockHttpServletResponse plain = get("br");
    MockHttpServletResponse compressed = get("br, gzip");

    assertThat(plain.getHeader("Content-Encoding")).isNull();
    assertThat(compressed.getHeader("Content-Encoding")).isEqualTo("gzip");
    assertThat(compressed.getContentLength()).isEqualTo(compressed.getContentAsByteArray().length);
    assertThat(compressed.getContentLength()).isLessThan(plain.getContentLength());
    assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.getContentAsByteArray())))
        .hasBinaryContent(plain.getContentAsByteArray());
    assertThat(plain.getHeaders("Vary")).contains("Accept-Encoding");
    assertThat(compressed.getHeaders("Vary")).contains("Accept-Encoding");
    String tag = String.valueOf(compressed.getHeader("ETag"));
    assertThat(tag).startsWith("\"").isNotEqualTo(plain.getHeader("ETag"));
    assertThat(ask(HttpMethod.GET, "gzip", tag)).hasStatus(304);
    assertThat(ask(HttpMethod.GET, "", tag)).hasStatusOk();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "identity", "br", "gzip;q=0", "gzip;q=0.0", "x-gzip-not"})
  void a_client_that_does_not_accept_gzip_gets_it_plain(String encodings) {
    assertThat(get(encodings).getHeader("Content-Encoding")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate,gzip", "gzip;q=0.5", "gzip ; q=1.0, identity"})
  void gzip_can_be_accepted_in_many_ways(String encodings) {
    assertThat(get(encodings).getHeader("Content-Encoding")).isEqualTo("gzip");
  }

  @Test
  void head_has_the_headers_of_get() {
    MockHttpServletResponse head = ask(HttpMethod.HEAD, "gzip", "").getResponse();

    assertThat(head.getStatus()).isEqualTo(200);
    assertThat(head.getHeader("ETag")).isEqualTo(get("gzip").getHeader("ETag"));
  }

  @Test
  void short_and_streamed_responses_are_not_compressed() {
    assertThat(http.get().uri(DAY + "x").header(HttpHeaders.ACCEPT_ENCODING, "gzip").exchange())
        .hasStatus(400)
        .doesNotContainHeader("Content-Encoding");
    assertThat(
            http.get()
                .uri(DAY + "/orders")
                .accept(MediaType.APPLICATION_NDJSON)
                .header(HttpHeaders.ACCEPT_ENCODING, "gzip")
                .exchange())
        .hasStatusOk()
        .doesNotContainHeader("Content-Encoding")
        .doesNotContainHeader("ETag")
        .bodyJson()
        .isStrictlyEqualTo(SampleReport.ORDER_JSON);
  }
}
