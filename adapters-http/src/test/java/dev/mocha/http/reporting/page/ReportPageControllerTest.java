package dev.mocha.http.reporting.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.oidcLogin;

import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.http.HttpTest;
import dev.mocha.http.ReportsInMemory;
import dev.mocha.http.TestApplication;
import dev.mocha.http.reporting.SampleReport;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class ReportPageControllerTest {

  private static final String DAY = "&date=2018-07-26";

  private final MockMvcTester http;
  private final ReportsInMemory reports;

  ReportPageControllerTest(MockMvcTester http, ReportsInMemory reports) {
    this.http = http;
    this.reports = reports;
  }

  private MvcTestResult show(String query, String... headers) {
    var request =
        http.get()
            .uri(URI.create("/reports?" + query))
            .with(
                oidcLogin()
                    .authorities(AuthorityUtils.createAuthorityList("ROLE_operator"))
                    .idToken(it -> it.issuedAt(TestApplication.NOW)));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.exchange();
  }

  @Test
  void a_page_is_not_cached_and_loads_nothing_from_elsewhere() {
    reports.add(SampleReport.of("page-own"));
    assertThat(show("merchant=page-own" + DAY))
        .hasStatusOk()
        .hasHeader("Cache-Control", "no-store")
        .hasHeader("X-Frame-Options", "DENY")
        .hasHeader(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                + " frame-ancestors 'none'")
        .bodyText()
        .contains("<h1>Warung Sari</h1>", "hx-trigger=\"every 5s\"")
        .doesNotContain("style=", "onclick=", "javascript:", "http://", "https://");
  }

  @Test
  void the_page_of_a_final_day_does_not_refresh() {
    reports.add(SampleReport.ended("page-ended"));
    assertThat(show("merchant=page-ended" + DAY)).bodyText().doesNotContain("hx-trigger");
  }

  @Test
  void status_and_text_select_orders() {
    reports.add(SampleReport.of("page-query"));
    show("merchant=page-query&status=PLACED&status=READY&q=%20nasi%20" + DAY);
    assertThat(reports.asked(new MerchantId("page-query")))
        .contains(new OrderQuery(100, null, Set.of(OrderStatus.PLACED, OrderStatus.READY), "nasi"));
    show("merchant=page-query&status=&q=&cursor=" + DAY);
    assertThat(reports.asked(new MerchantId("page-query"))).contains(OrderQuery.first(100));
  }

  @ParameterizedTest
  @CsvSource({
    "merchant=page-400&date=26.7.2018, 400",
    "merchant=page-400&date=2018-07-26&status=EATEN, 400",
    "merchant=page-400&date=2018-07-26&cursor=me, 400",
    "merchant=page-400&date=2018-07-26&q=a%00b, 400",
    "merchant=page-nobody&date=2018-07-26, 404",
    "merchant=..%2F&date=2018-07-26, 404",
    "merchant=page-503&date=2018-07-26, 503"
  })
  void an_error_page_says_what_is_wrong(String query, int status) {
    reports.add(SampleReport.of("page-400"));
    reports.notBuilt(new MerchantId("page-503"));
    assertThat(show(query))
        .hasStatus(status)
        .hasContentTypeCompatibleWith("text/html")
        .bodyText()
        .contains("href=\"/reports\"")
        .doesNotContain("Exception", "dev.mocha");
  }

  @Test
  void what_a_reader_has_typed_is_escaped() {
    reports.add(SampleReport.of("page-typed"));
    assertThat(show("merchant=page-typed&q=a%20%2B%7Bb%7D%26" + DAY))
        .bodyText()
        .contains(
            "value=\"a +{b}&amp;\"",
            "hx-get=\"/reports?merchant=page-typed&amp;date=2018-07-26&amp;q=a%20%2B%7Bb%7D%26\"",
            "&amp;q=a%20%2B%7Bb%7D%26&amp;lang=id\"");
  }

  @Test
  void an_expired_sign_in_leads_to_the_sign_in_page() {
    reports.add(SampleReport.of("page-late"));
    var twelveHoursAgo = TestApplication.NOW.minus(Duration.ofHours(12));
    var late =
        oidcLogin()
            .authorities(AuthorityUtils.createAuthorityList("ROLE_operator"))
            .idToken(it -> it.issuedAt(twelveHoursAgo));
    assertThat(http.get().uri("/reports?merchant=page-late").with(late).exchange())
        .hasStatus(302)
        .redirectedUrl()
        .endsWith("/sign-in");
    assertThat(http.post().uri("/sign-out").with(late).exchange())
        .as("without its CSRF token")
        .hasStatus(302);
  }

  @Test
  void a_refresh_after_the_sign_in_has_expired_reloads_the_whole_page() {
    assertThat(http.get().uri("/reports").header("HX-Request", "true").exchange())
        .hasStatus(401)
        .hasHeader("HX-Redirect", "/sign-in");
  }

  @Test
  void speaks_the_language_of_the_browser_until_the_reader_chooses() {
    assertThat(http.get().uri("/sign-in").header("Accept-Language", "id-ID,en;q=0.5").exchange())
        .bodyText()
        .contains("<html lang=\"id\">", "<h1>Masuk</h1>");
    assertThat(http.get().uri("/sign-in").header("Accept-Language", "fr").exchange())
        .bodyText()
        .contains("<html lang=\"en\">", "<h1>Sign in</h1>");
    assertThat(http.get().uri("/sign-in?lang=id").exchange())
        .hasStatusOk()
        .cookies()
        .hasValue("language", "id");
  }
}
