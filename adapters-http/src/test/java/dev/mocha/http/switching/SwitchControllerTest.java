package dev.mocha.http.switching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.switching.ComparisonStats;
import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Latencies.Counts;
import dev.mocha.application.switching.Mismatches.Field;
import dev.mocha.application.switching.Mismatches.Mismatch;
import dev.mocha.http.HttpTest;
import dev.mocha.http.SwitchingInMemory.States;
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
  private final States states;

  SwitchControllerTest(MockMvcTester http, States states) {
    this.http = http;
    this.states = states;
  }

  @BeforeEach
  void begin() {
    post("", "{\"mode\":\"old\",\"always\":[],\"never\":[],\"automatic\":false}");
    states.forget(Duration.ZERO);
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

  private long term() {
    return states.current().term();
  }

  @Test
  void the_status_tells_the_setting_what_was_seen_and_what_the_gate_says() {
    post("", "{\"mode\":\"ramp\",\"share\":5,\"always\":[\"m-2\",\"m-1\"],\"automatic\":true}");
    states.keep(
        term(),
        TestApplication.NOW,
        new ComparisonStats(
            Map.of(
                Counted.ALIKE, 90L,
                Counted.LATE, 10L,
                Counted.MOVING, 3L,
                Counted.OLD_ASKED, 50L,
                Counted.NEW_ASKED, 60L,
                Counted.NEW_STALE, 1L,
                Counted.FELL_BACK, 2L),
            new Counts(new long[] {1}),
            Counts.NONE));

    assertThat(get(""))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"term":%d,
             "setting":{"mode":"ramp","share":5,"always":["m-1","m-2"],"never":[],"automatic":true},
             "since":"2018-07-26T05:12:33.123456Z",
             "evidence":{"compared":100,"alike":90,"matchRate":0.900000,
               "matchRateAtLeast":0.825634,
               "differing":{"wrong":0,"missing":0,"boundary":0,"rounding":0,"late":10},
               "moving":3,"shed":0,"fellBack":2,
               "old":{"asked":50,"failed":0,"stale":0,"p50Millis":0.05,"p95Millis":0.05,
                      "p99Millis":0.05},
               "young":{"asked":60,"failed":0,"stale":1,"p50Millis":0.0,"p95Millis":0.0,
                        "p99Millis":0.0}},
             "gate":{"verdict":"wait","reasons":["100 of 1000 comparisons",
               "the rate of matches is above 82.563%%, and must be above 99.500%%",
               "60 of 100 answers of the new path"]}}
            """
                .formatted(term()));
  }

  @Test
  void what_a_change_does_not_name_stays_and_every_change_is_listed() {
    post("", "{\"mode\":\"ramp\",\"share\":5,\"never\":[\"m-1\"],\"automatic\":true}");
    post("", "{\"mode\":\"ramp\",\"by\":\"ops\",\"reason\":\"again\"}");
    post("/ramp", "{}");
    assertThat(post("/rollback", "{\"by\":\"ops\",\"reason\":\"home\"}")).hasStatusOk();

    assertThat(get("/changes?limit=3"))
        .bodyJson()
        .extractingPath("$.items[*].became.mode")
        .asArray()
        .containsExactly("old", "ramp", "ramp");
    assertThat(get("/changes?limit=3"))
        .bodyJson()
        .extractingPath("$.items[*].was.share")
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
        .extractingPath("$.items[0].became.never")
        .asArray()
        .containsExactly("m-1");
  }

  @Test
  void what_is_wrong_is_said() {
    assertThat(post("", "{\"mode\":\"sideways\"}"))
        .hasStatus(400)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("mode must be one of old, shadow, ramp, new, new-only");
    assertThat(get("/nothing"))
        .hasStatus(404)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("There is no such path in the roles of this process.");
  }

  @Test
  void after_the_last_step_there_is_none() {
    post("/ramp", "{\"share\":100}");

    assertThat(post("/ramp", "{}"))
        .hasStatus(409)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("there is no step after this: the new path answers everybody");
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
          {"mode":"new","share":5}                       | share
          {"mode":"ramp","always":["a b"]}               | always
          {"mode":"ramp","never":[""]}                   | never
          {"mode":"old","reason":"\\u0000"}              | reason
          """)
  void a_setting_that_makes_no_sense_is_refused_and_nothing_changes(String body, String field) {
    long before = term();

    assertThat(post("", body))
        .hasStatus(400)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyText()
        .contains(field);

    assertThat(term()).isEqualTo(before);
  }

  @Test
  void answers_that_differed_are_listed_by_kind() {
    states.keep(
        new Mismatch(
            TestApplication.NOW,
            4,
            "m-1",
            LocalDate.of(2018, 7, 26),
            Counted.WRONG,
            TestApplication.NOW,
            TestApplication.NOW,
            2,
            List.of(new Field("summary.orders", "1", null))));

    assertThat(get("/mismatches?kind=wrong"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"items":[{"at":"2018-07-26T05:12:33.123456Z","term":4,"merchantId":"m-1",
              "date":"2018-07-26","kind":"wrong","oldCompleteTo":"2018-07-26T05:12:33.123456Z",
              "newCompleteTo":"2018-07-26T05:12:33.123456Z","differing":2,
              "fields":[{"path":"summary.orders","old":"1","young":null}]}]}
            """);
    assertThat(get("/mismatches?kind=late")).bodyJson().isStrictlyEqualTo("{\"items\":[]}");
    assertThat(get("/mismatches?kind=alike")).hasStatus(400);
    assertThat(get("/mismatches?limit=0")).hasStatus(400);
  }

  @Test
  void alone_and_out_of_reach_the_new_path_has_no_answer_and_tells_no_more_than_that() {
    post("", "{\"mode\":\"new-only\"}");

    assertThat(http.get().uri("/api/v1/merchants/m-1/order-report?date=2018-07-26").exchange())
        .hasStatus(503)
        .hasHeader("Retry-After", "5")
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("The report cannot be had now; try again.");
  }
}
