package dev.mocha.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.process.Role;
import dev.mocha.http.ReportsInMemory;
import dev.mocha.http.TestApplication;
import dev.mocha.http.reporting.SampleReport;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;

/** People sign in to the page at a real issuer by OpenID Connect, as their browser does it. */
@ActiveProfiles({Role.ORDERS, Role.CONSUMER, Role.REPORTS})
@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TestIssuer.class)
class SignInAtIssuerTest {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.ALWAYS)
          .build();

  private final String page;
  private final ReportsInMemory reports;

  SignInAtIssuerTest(@LocalServerPort int port, @Autowired ReportsInMemory reports) {
    this.page = "http://127.0.0.1:" + port;
    this.reports = reports;
  }

  @Test
  void the_issuer_says_whose_reports_they_are() throws Exception {
    reports.add(SampleReport.of(TestIssuer.MERCHANT));
    reports.add(SampleReport.of("m-not-owned"));
    String day = page + "/reports?date=2018-07-26";
    HttpResponse<String> signIn = get(day);
    assertThat(signIn.uri().getPath()).isEqualTo("/sign-in");
    assertThat(signIn.body())
        .contains("href=\"" + PageAccess.AT_ISSUER + "\"")
        .doesNotContain("name=\"token\"");

    HttpResponse<String> login = get(page + PageAccess.AT_ISSUER);
    assertThat(login.uri().getPath()).isEqualTo("/login");
    HttpResponse<String> shown =
        post(
            login.uri().resolve("/login"),
            "username",
            TestIssuer.USER,
            "password",
            TestIssuer.PASSWORD,
            "_csrf",
            csrf(login));
    assertThat(shown.uri()).hasToString(day + "&continue");
    assertThat(shown.body()).contains("<h1>Warung Sari</h1>");

    assertThat(get(day + "&merchant=m-not-owned").statusCode()).isEqualTo(403);

    assertThat(
            post(URI.create(page + "/sign-in"), "token", "any", "_csrf", csrf(shown)).statusCode())
        .as("a token instead")
        .isEqualTo(405);
    post(URI.create(page + "/sign-out"), "_csrf", csrf(shown));
    assertThat(get(day).uri().getPath()).isEqualTo("/sign-in");
  }

  private HttpResponse<String> get(String address) throws IOException, InterruptedException {
    return browser.send(
        HttpRequest.newBuilder(URI.create(address)).header("Accept", "text/html").build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> post(URI address, String... fields)
      throws IOException, InterruptedException {
    var form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append(fields[i])
          .append('=')
          .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8))
          .append('&');
    }
    return browser.send(
        HttpRequest.newBuilder(address)
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form.toString()))
            .build(),
        BodyHandlers.ofString());
  }

  private static String csrf(HttpResponse<String> page) {
    Matcher found = CSRF.matcher(page.body());
    assertThat(found.find()).as(page.body()).isTrue();
    return found.group(1);
  }
}
