package dev.mocha.http.reconciling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.RunsInMemory;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.http.HttpTest;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class ReconciliationControllerTest {

  private static final String PATH = "/api/v1/reconciliations";

  private final MockMvcTester http;
  private final RunsInMemory runs;

  ReconciliationControllerTest(MockMvcTester http, RunsInMemory runs) {
    this.http = http;
    this.runs = runs;
  }

  @BeforeEach
  void begin() {
    runs.clear();
  }

  private MvcTestResult get(String path) {
    return http.get().uri(PATH + path).exchange();
  }

  private MvcTestResult post(String path, String body) {
    return http.post()
        .uri(PATH + path)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  @Test
  void a_run_is_begun_shown_and_cancelled() {
    String running =
        """
        {"id":1,"state":"running","from":"2018-07-01","to":"2018-07-31","merchants":["m-1","m-2"],
         "rate":70,"repair":true,"offPeak":false,"by":"ops (tests)","reason":"check",
         "begunAt":"2018-07-26T05:12:33.123456Z","endedAt":null,"cancelledBy":null,
         "cancelledBecause":null,"lastMerchant":null,
         "stats":{"merchants":0,"days":0,"orders":0,"unstable":0,"differing":0,"repaired":0}}
        """;

    assertThat(
            post(
                "",
                """
                {"from":"2018-07-01","to":"2018-07-31","merchants":["m-2","m-1"],"rate":70,
                 "repair":true,"by":"ops","reason":"check"}
                """))
        .hasStatus(202)
        .hasHeader("Location", PATH + "/1")
        .bodyJson()
        .isStrictlyEqualTo(running);
    assertThat(get("/1")).hasStatusOk().bodyJson().isStrictlyEqualTo(running);
    assertThat(post("", "{\"from\":\"2018-07-01\",\"to\":\"2018-07-01\"}"))
        .hasStatus(409)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("a reconciliation is running; one runs at a time");
    assertThat(post("", "{\"from\":\"2018-07-01\",\"to\":\"2018-07-01\",\"offPeak\":true}"))
        .as("an off-peak run")
        .hasStatus(202);
    assertThat(post("/1/cancel", "{\"by\":\"ops\",\"reason\":\"enough\"}"))
        .hasStatusOk()
        .bodyJson()
        .hasPathSatisfying("$.cancelledBy", it -> it.assertThat().isEqualTo("ops (tests)"))
        .hasPathSatisfying("$.cancelledBecause", it -> it.assertThat().isEqualTo("enough"));
    assertThat(post("/1/cancel", "{}")).hasStatus(409);
    assertThat(post("", "{\"from\":\"2018-07-01\",\"to\":\"2018-07-01\"}"))
        .hasStatus(202)
        .bodyJson()
        .extractingPath("$.rate")
        .isEqualTo(ReconcilingInMemory.DEFAULT_RATE);
    assertThat(get(""))
        .bodyJson()
        .extractingPath("$.items[*].state")
        .asArray()
        .containsExactly("running", "running", "cancelled");
    assertThat(get("?limit=1")).bodyJson().extractingPath("$.items").asArray().hasSize(1);
  }

  @Test
  void findings_are_listed_with_their_fields() {
    post("", "{\"from\":\"2018-07-01\",\"to\":\"2018-07-01\"}");
    var merchant = new MerchantId("m-1");
    runs.add(
        new Finding(
            merchant,
            LocalDate.of(2018, 7, 26),
            List.of(new FieldDifference("totals.items", "3", null)),
            3,
            Outcome.NOT_REPAIRED,
            "not today"));
    runs.add(new Finding(merchant, null, List.of(), 0, Outcome.FOUND, null));

    assertThat(get("/1/differences"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"items":[
              {"merchantId":"m-1","date":"2018-07-26","outcome":"not-repaired","remark":"not today",
               "fieldCount":3,"fields":[{"field":"totals.items","operational":"3","report":"absent"}]},
              {"merchantId":"m-1","date":null,"outcome":"found","remark":null,"fieldCount":0,
               "fields":[]}]}
            """);
    assertThat(get("/1/differences?skip=1&limit=5"))
        .bodyJson()
        .extractingPath("$.items[*].outcome")
        .asArray()
        .containsExactly("found");
  }

  @Test
  void an_unknown_run_is_not_found() {
    assertThat(get("/7")).hasStatus(404);
    assertThat(get("/7/differences")).hasStatus(404);
    assertThat(post("/7/cancel", "{}")).hasStatus(404);
    assertThat(get("/seven")).hasStatus(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"from\":\"2018-07-02\"}",
        "{\"from\":\"2018-07-02\",\"to\":\"2018-07-01\"}",
        "{\"from\":\"2018-07-02\",\"to\":\"2028-07-03\"}",
        "{\"from\":\"-5000-01-01\",\"to\":\"-5000-01-01\"}",
        "{\"from\":\"+300000-01-01\",\"to\":\"+300000-01-01\"}",
        "{\"from\":\"+999999999-01-01\",\"to\":\"+999999999-01-01\"}",
        "{\"from\":\"2018-07-02\",\"to\":\"2018-07-02\",\"rate\":0}",
        "{\"from\":\"2018-07-02\",\"to\":\"2018-07-02\",\"merchants\":[\"m 1\"]}",
        "{\"from\":\"2018-07-02\",\"to\":\"2018-07-02\",\"merchants\":[null]}",
        "{\"from\":\"2018-07-02\",\"to\":\"2018-07-02\",\"reason\":\" \"}"
      })
  void a_malformed_request_is_refused(String body) {
    assertThat(post("", body)).hasStatus(400);
  }
}
