package dev.mocha.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import dev.mocha.http.HttpTest;
import dev.mocha.http.TestTokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class AccessTest {

  private static final String OWN = "/api/v1/merchants/m-own";
  private static final String REPORT = OWN + "/reports/daily/2018-07-26";

  private final MockMvcTester http;

  AccessTest(MockMvcTester http) {
    this.http = http;
  }

  /**
   * Which of nobody, a merchant with m-own, an operator, a service gets past the door, in this
   * order. The page takes no token of a request; it sends to where one signs in.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /api/v1/merchants/m-own                                | no  yes yes yes
          GET    | /api/v1/merchants/m-own/orders                         | no  yes yes yes
          GET    | /api/v1/merchants/m-own/order-report?date=2018-07-26   | no  yes yes yes
          GET    | /api/v1/merchants/m-own/reports/daily/2018-07-26       | no  yes yes yes
          HEAD   | /api/v1/merchants/m-own/reports/daily/2018-07-26       | no  yes yes yes
          GET    | /api/v1/merchants/m-own/reports/daily/2018-07-26/orders | no yes yes yes
          GET    | /api/v1/merchants/m-own/reports/daily?from=2018-07-26&to=2018-07-26 | no yes yes yes
          GET    | /api/v1/merchants/m-other                              | no  no  yes yes
          GET    | /api/v1/merchants/m-other/orders                       | no  no  yes yes
          GET    | /api/v1/merchants/m-other/order-report?date=2018-07-26 | no  no  yes yes
          GET    | /api/v1/merchants/m-other/reports/daily/2018-07-26     | no  no  yes yes
          GET    | /api/v1/merchants/m-own,m-other/reports/daily/2018-07-26 | no no yes yes
          GET    | /api/v1/merchants/M-OWN/reports/daily/2018-07-26       | no  no  yes yes
          GET    | /api/v1/reports/daily/2018-07-26                       | no  yes yes yes
          GET    | /api/v1/reports/daily/2018-07-26?merchant=m-own        | no  yes yes yes
          GET    | /api/v1/reports/daily/2018-07-26?merchant=m-own&merchant=m-third | no yes yes yes
          GET    | /api/v1/reports/daily/2018-07-26?merchant=m-own,m-third | no  yes yes yes
          GET    | /api/v1/reports/daily/2018-07-26?merchant=m-own&merchant=m-other | no no yes yes
          GET    | /api/v1/reports/daily/2018-07-26?merchant=m-own,m-other | no  no  yes yes
          POST   | /api/v1/merchants                                      | no  no  no  yes
          PUT    | /api/v1/merchants/m-own                                | no  no  no  yes
          DELETE | /api/v1/merchants/m-own                                | no  no  no  yes
          POST   | /api/v1/orders                                         | no  no  no  yes
          GET    | /api/v1/orders/o-1                                     | no  no  yes yes
          POST   | /api/v1/orders/o-1/accept                              | no  no  no  yes
          POST   | /api/v1/import                                         | no  no  yes yes
          POST   | /api/v1/log/mocha.orders                               | no  no  no  yes
          POST   | /api/v1/log/mocha.orders/watermarks                    | no  no  no  yes
          GET    | /api/v1/projections                                    | no  no  yes no
          POST   | /api/v1/projections/daily-report/rollback              | no  no  yes no
          GET    | /api/v1/switch                                         | no  no  yes no
          POST   | /api/v1/switch/rollback                                | no  no  yes no
          GET    | /api/v1/switch/mismatches                              | no  no  yes no
          GET    | /api/v1/reconciliations                                | no  no  yes no
          POST   | /api/v1/reconciliations                                | no  no  yes no
          GET    | /api/v1/databases                                      | no  no  yes no
          GET    | /api/v1/reports/merchants?from=2018-07-26&to=2018-07-26 | no no  yes no
          GET    | /api/v1/streams                                        | no  no  yes no
          GET    | /api/v1/dead-letters                                   | no  no  yes no
          POST   | /api/v1/dead-letters/1/discard                         | no  no  yes no
          GET    | /api/v1/schemas                                        | yes yes yes yes
          GET    | /api/v1/schemas/order-placed/1                         | yes yes yes yes
          POST   | /api/v1/schemas                                        | no  no  no  no
          GET    | /api/v1/anything                                       | no  no  no  no
          GET    | /actuator/env                                          | no  no  no  no
          GET    | /                                                      | no  no  no  no
          GET    | /reports                                               | no  no  no  no
          GET    | /reports/file?merchant=m-own&date=2018-07-26&format=csv | no no  no  no
          POST   | /sign-in                                               | no  no  no  no
          GET    | /sign-in                                               | yes yes yes yes
          """)
  void a_role_gives_access_to_its_paths_only(HttpMethod method, String uri, String expected) {
    var callers =
        Map.of(
            "1 nobody", "",
            "2 merchant", "Bearer " + TestTokens.merchants("m-own", "m-third"),
            "3 operator", "Bearer " + TestTokens.role("operator"),
            "4 service", "Bearer " + TestTokens.role("service"));
    var passed = new TreeMap<String, String>();
    callers.forEach(
        (name, authorization) ->
            passed.put(name, isPast(method, uri, authorization) ? "yes" : "no"));

    assertThat(passed.values()).containsExactly(expected.split(" +", -1));
  }

  private boolean isPast(HttpMethod method, String uri, String authorization) {
    int status = ask(method, uri, authorization).getResponse().getStatus();
    assertThat(status).isLessThan(500);
    return status != 401 && status != 403 && status != 302;
  }

  private MvcTestResult ask(HttpMethod method, String uri, String authorization) {
    return http.method(method).uri(uri).header(HttpHeaders.AUTHORIZATION, authorization).exchange();
  }

  private MvcTestResult report(String token) {
    return ask(HttpMethod.GET, REPORT, "Bearer " + token);
  }

  @Test
  void a_request_without_a_token_is_unauthorized() {
    assertThat(ask(HttpMethod.GET, REPORT, ""))
        .hasStatus(401)
        .hasHeader("WWW-Authenticate", "Bearer")
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"type":"about:blank","title":"Unauthorized","status":401,
             "detail":"A valid bearer token is required.",
             "instance":"/api/v1/merchants/m-own/reports/daily/2018-07-26"}
            """);
  }

  @Test
  void a_merchant_does_not_learn_whether_another_merchant_exists() {
    String token = "Bearer " + TestTokens.merchants("m-mine");

    for (String merchant : List.of("m-own", "no-such-merchant", "a b")) {
      assertThat(
              ask(
                  HttpMethod.GET,
                  "/api/v1/merchants/%s/reports/daily/2018-07-26".formatted(merchant),
                  token))
          .hasStatus(403)
          .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
          .bodyJson()
          .extractingPath("$.detail")
          .isEqualTo("The roles and merchants of the token do not allow this.");
    }
  }

  @Test
  void a_token_without_a_role_allows_nothing() {
    assertThat(report(TestTokens.signed(TestTokens.claims()))).hasStatus(403);
    assertThat(report(TestTokens.role("OPERATOR"))).hasStatus(403);
    assertThat(report(TestTokens.role("admin"))).hasStatus(403);
    assertThat(report(TestTokens.signed(TestTokens.claims().claim("merchants", List.of("m-own")))))
        .hasStatus(403);
    assertThat(
            report(
                TestTokens.signed(
                    TestTokens.claims()
                        .claim("roles", List.of("merchant"))
                        .claim("merchants", "m-own"))))
        .hasStatus(403);
  }

  @Test
  void a_token_needs_the_issuer_the_audience_and_a_time_in_the_future() {
    var operator = List.of("operator");
    assertThat(report(TestTokens.role("operator")).getResponse().getStatus()).isNotEqualTo(401);

    assertRefused(TestTokens.forged(TestTokens.claims().claim("roles", operator)));
    assertRefused(
        TestTokens.signed(
            TestTokens.claims().claim("roles", operator).issuer("https://other.example")));
    assertRefused(
        TestTokens.signed(TestTokens.claims().claim("roles", operator).audience("another")));
    assertRefused(
        TestTokens.signed(TestTokens.claims().claim("roles", operator).audience((String) null)));
    assertRefused(
        TestTokens.signed(
            TestTokens.claims()
                .claim("roles", operator)
                .expirationTime(Date.from(Instant.now().minusSeconds(120)))));
    assertRefused(
        TestTokens.signed(TestTokens.claims().claim("roles", operator).expirationTime(null)));
    assertRefused(
        TestTokens.signed(
            TestTokens.claims()
                .claim("roles", operator)
                .notBeforeTime(Date.from(Instant.now().plusSeconds(600)))));
  }

  @Test
  void an_unsigned_token_is_rejected() {
    List<String> parts = List.of(TestTokens.role("operator").split("\\.", 3));
    String none =
        Base64URL.encode("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)).toString();

    assertRefused(none + "." + parts.get(1) + ".");
    assertRefused(parts.get(0) + "." + parts.get(1) + ".");
    assertRefused(parts.get(0) + "." + parts.get(1) + "." + parts.get(2).substring(4) + "AAAA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "a.b.c", "e30.e30.e30", "\u00e4"})
  void a_text_that_is_not_a_token_is_rejected(String token) {
    assertRefused(token);
  }

  private void assertRefused(String token) {
    assertThat(report(token))
        .hasStatus(401)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("A valid bearer token is required.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/merchants/m-own/../m-other/reports/daily/2018-07-26",
        "/api/v1/merchants/m-own/..;/m-other/reports/daily/2018-07-26",
        "/api/v1/merchants/m-own%2f..%2fm-other/reports/daily/2018-07-26",
        "/api/v1/merchants/m-own;x=/../m-other/reports/daily/2018-07-26",
        "/api/v1//merchants/m-other/reports/daily/2018-07-26",
        "/api/v1/merchants/m-own%00/reports/daily/2018-07-26",
        "/api/v1/merchants/m-own/reports/daily/2018-07-26%2f..%2f..%2f..%2f..%2fm-other"
      })
  void tricks_with_the_path_give_no_access(String path) {
    MvcTestResult answer =
        http.get()
            .uri(URI.create("http://localhost" + path))
            .header(HttpHeaders.AUTHORIZATION, "Bearer " + TestTokens.merchants("m-own"))
            .exchange();

    assertThat(answer.getResponse().getStatus()).isBetween(400, 404);
  }
}
