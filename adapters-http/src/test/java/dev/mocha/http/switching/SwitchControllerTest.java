package dev.mocha.http.switching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.Latencies;
import dev.mocha.application.switching.Mismatches.Mismatch;
import dev.mocha.application.switching.StatesInMemory;
import dev.mocha.http.HttpTest;
import dev.mocha.http.TestApplication;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class SwitchControllerTest {

  private static final String SWITCH = "/api/v1/switch";

  private final MockMvcTester http;
  private final StatesInMemory states;

  SwitchControllerTest(MockMvcTester http, StatesInMemory states) {
    this.http = http;
    this.states = states;
  }

  @BeforeEach
  void begin() {
    post("", "{\"mode\":\"primary\",\"always\":[],\"never\":[],\"automatic\":false}");
    states.dropOlderThan(Duration.ZERO);
  }

  private MvcTestResult get(String path) {
    return http.get().uri(SWITCH + path).exchange();
  }

  private MvcTestResult post(String path, String body) {
    return http.post()
        .uri(SWITCH + path)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private long epoch() {
    return states.current().epoch();
  }

  @Test
  void the_status_shows_the_setting_the_statistics_and_the_verdict_of_the_gate() {
    post("", "{\"mode\":\"ramp\",\"share\":5,\"always\":[\"m-2\",\"m-1\"],\"automatic\":true}");
    states.record(
        epoch(),
        TestApplication.NOW,
        new ComparisonStats(
            Map.of(
                Kind.MATCH, 90L,
                Kind.LATE, 10L,
                Kind.UNSTABLE, 3L,
                Kind.PRIMARY_REQUESTS, 50L,
                Kind.CANDIDATE_REQUESTS, 60L,
                Kind.CANDIDATE_STALE, 1L,
                Kind.FALLBACKS, 2L),
            new Latencies(new long[] {1}),
            Latencies.NONE));

    assertThat(get(""))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"epoch":%d,
             "setting":{"mode":"ramp","share":5,"always":["m-1","m-2"],"never":[],"automatic":true},
             "since":"2018-07-26T05:12:33.123456Z",
             "statistics":{"compared":100,"matches":90,"matchRate":0.900000,
               "matchRateLowerBound":0.825634,
               "mismatches":{"value":0,"missing":0,"boundary":0,"rounding":0,"late":10},
               "unstable":3,"shed":0,"fallbacks":2,
               "primary":{"requests":50,"failures":0,"stale":0,"p50Millis":0.05,"p95Millis":0.05,
                          "p99Millis":0.05},
               "candidate":{"requests":60,"failures":0,"stale":1,"p50Millis":0.0,"p95Millis":0.0,
                            "p99Millis":0.0}},
             "gate":{"verdict":"wait","reasons":["100 of 1000 comparisons",
               "the match rate is above 82.563%% with confidence, it must be above 99.500%%",
               "60 of 100 requests to the candidate"]}}
            """
                .formatted(epoch()));
  }

  @Test
  void absent_fields_stay_and_every_change_is_listed() {
    post("", "{\"mode\":\"ramp\",\"share\":5,\"never\":[\"m-1\"],\"automatic\":true}");
    post("", "{\"mode\":\"ramp\",\"by\":\"ops\",\"reason\":\"again\"}");
    post("/ramp", "{}");
    assertThat(post("/rollback", "{\"by\":\"ops\",\"reason\":\"home\"}")).hasStatusOk();

    assertThat(get("/changes?limit=3"))
        .bodyJson()
        .extractingPath("$.items[*].to.mode")
        .asArray()
        .containsExactly("primary", "ramp", "ramp");
    assertThat(get("/changes?limit=3"))
        .bodyJson()
        .extractingPath("$.items[*].from.share")
        .asArray()
        .containsExactly(100, 5, 5);
    assertThat(get("/changes?limit=3"))
        .bodyJson()
        .extractingPath("$.items[*].reason")
        .asArray()
        .containsExactly("home", "not given", "again");
    assertThat(get("/changes?limit=3"))
        .bodyJson()
        .extractingPath("$.items[*].by")
        .asArray()
        .containsExactly("ops (tests)", "tests", "ops (tests)");
    assertThat(get("/changes?limit=1"))
        .bodyJson()
        .extractingPath("$.items[0].to.never")
        .asArray()
        .containsExactly("m-1");
  }

  @Test
  void an_error_says_what_is_wrong() {
    assertThat(post("", "{\"mode\":\"sideways\"}"))
        .hasStatus(400)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("mode must be one of primary, shadow, ramp, candidate, candidate-only");
    assertThat(get("/nothing"))
        .hasStatus(404)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("There is no such path in the roles of this process.");
  }

  @Test
  void after_the_last_step_there_is_no_next_one() {
    post("/ramp", "{\"share\":100}");

    assertThat(post("/ramp", "{}"))
        .hasStatus(409)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("there is no next step: the candidate answers all merchants");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                             | mode
          {"mode":"fast"}                                | mode
          {"mode":"ramp","share":101}                    | share
          {"mode":"ramp","share":-1}                     | share
          {"mode":"candidate","share":5}                 | share
          {"mode":"ramp","always":["a b"]}               | always
          {"mode":"ramp","never":[""]}                   | never
          {"mode":"primary","reason":"\\u0000"}          | reason
          """)
  void an_invalid_setting_is_rejected_and_nothing_changes(String body, String field) {
    long before = epoch();

    assertThat(post("", body))
        .hasStatus(400)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyText()
        .contains(field);

    assertThat(epoch()).isEqualTo(before);
  }

  @Test
  void mismatches_are_listed_by_kind() {
    states.add(
        new Mismatch(
            TestApplication.NOW,
            4,
            "m-1",
            LocalDate.of(2018, 7, 26),
            Kind.VALUE,
            TestApplication.NOW,
            TestApplication.NOW,
            2,
            List.of(new FieldDifference("summary.orders", "1", null))));

    assertThat(get("/mismatches?kind=value"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"items":[{"at":"2018-07-26T05:12:33.123456Z","epoch":4,"merchantId":"m-1",
              "date":"2018-07-26","kind":"value","primaryCompleteTo":"2018-07-26T05:12:33.123456Z",
              "candidateCompleteTo":"2018-07-26T05:12:33.123456Z","differingFields":2,
              "fields":[{"field":"summary.orders","primary":"1","candidate":null}]}]}
            """);
    assertThat(get("/mismatches?kind=late")).bodyJson().isStrictlyEqualTo("{\"items\":[]}");
    assertThat(get("/mismatches?kind=match")).hasStatus(400);
    assertThat(get("/mismatches?limit=0")).hasStatus(400);
  }

  @Test
  void an_unreachable_candidate_without_a_fallback_is_a_503_without_the_reason() {
    post("", "{\"mode\":\"candidate-only\"}");

    assertThat(http.get().uri("/api/v1/merchants/m-1/order-report?date=2018-07-26").exchange())
        .hasStatus(503)
        .hasHeader("Retry-After", "5")
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("The report is not available at the moment; try again.");
  }
}
