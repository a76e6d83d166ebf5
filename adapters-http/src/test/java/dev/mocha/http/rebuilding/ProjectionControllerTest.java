package dev.mocha.http.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.rebuilding.ContentsInMemory;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.DayTablesInMemory;
import dev.mocha.application.rebuilding.EventHistory.Incomplete;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.GenerationContents.Content;
import dev.mocha.application.rebuilding.GenerationsInMemory;
import dev.mocha.application.rebuilding.HistoryInMemory;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.application.rebuilding.LogEndOffsets.NotReachable;
import dev.mocha.application.rebuilding.MerchantHistoryInMemory;
import dev.mocha.application.rebuilding.RebuildRequest;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import dev.mocha.application.rebuilding.Verification.DayDifference;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import dev.mocha.application.rebuilding.VerificationInMemory;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.http.HttpTest;
import dev.mocha.http.RebuildingInMemory;
import dev.mocha.http.TestApplication;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class ProjectionControllerTest {

  private static final String PATH = "/api/v1/projections";
  private static final String REPORT = PATH + "/daily-report";
  private static final MediaType PROBLEM = MediaType.APPLICATION_PROBLEM_JSON;

  private static final MerchantTerms TERMS =
      new MerchantTerms(
          "Warung", ZoneId.of("Asia/Jakarta"), LocalTime.MIDNIGHT, Currency.getInstance("IDR"), 0);

  private static final DayDifferences DIFFERENCES =
      new DayDifferences(
          3,
          List.of(
              new DayDifference(
                  "report_g1 and report_g2",
                  new MerchantId("m-1"),
                  LocalDate.of(2018, 7, 26),
                  List.of(new FieldDifference("totals.refunds", "5", null)),
                  4)));

  private static final String DIFFERENCES_JSON =
      """
      {"differingDays":3,"items":[{"comparison":"report_g1 and report_g2","merchantId":"m-1",
        "date":"2018-07-26","fields":[{"field":"totals.refunds","left":"5","right":"absent"}],
        "moreFields":4}]}
      """;

  /** A generation that was just added, without its content and lag. */
  private static final String GENERATION =
      """
      "id":"%s","version":7,"state":"%s","source":"log","phase":"%s","done":0,"total":0,"throughput":0,
      "secondsLeft":null,"createdAt":"2018-07-26T05:12:33.123456Z","readyAt":%s,"promotedAt":%s,
      "differingDays":null,"verifiedAt":null,"failure":null\
      """;

  private static final String NOW_JSON = "\"2018-07-26T05:12:33.123456Z\"";

  private static final String CONTENT =
      """
      "bytes":123456,"checksum":"00000000000000ff","completeTo":"2018-07-26T05:12:32.123456Z"\
      """;

  private static final String NO_CONTENT =
      """
      "bytes":null,"checksum":null,"completeTo":null,"lag":null\
      """;

  private final MockMvcTester http;
  private final GenerationsInMemory generations;
  private final ContentsInMemory contents;
  private final VerificationInMemory verification;
  private final HistoryInMemory history;
  private final MerchantHistoryInMemory merchants;
  private final DayTablesInMemory days;

  ProjectionControllerTest(
      MockMvcTester http,
      GenerationsInMemory generations,
      ContentsInMemory contents,
      VerificationInMemory verification,
      HistoryInMemory history,
      MerchantHistoryInMemory merchants,
      DayTablesInMemory days) {
    this.http = http;
    this.generations = generations;
    this.contents = contents;
    this.verification = verification;
    this.history = history;
    this.merchants = merchants;
    this.days = days;
  }

  @BeforeEach
  void begin() {
    generations.clear();
    contents.clear();
    contents.others(
        new Content(123_456, "00000000000000ff", TestApplication.NOW.minusSeconds(1)), 5);
    verification.clear();
    history.fail(null);
    history.end(Map.of(ContentsInMemory.PARTITION, 8L));
    merchants.clear();
    for (String merchant : List.of("m-1", "m-2")) {
      merchants.add(new MerchantRegistered(new MerchantId(merchant), TestApplication.NOW, TERMS));
    }
    days.clear();
  }

  @Test
  void projections_are_listed_with_their_generations_and_shown_alone() {
    generations.add(RebuildingInMemory.VERSION, State.LIVE);
    generations.add(RebuildingInMemory.VERSION, State.BUILDING);
    generations.recordProgress(
        "report_g2", new Progress(Phase.LOADING, 30, 100, 7, TestApplication.NOW));
    String projection =
        """
        {"name":"daily-report","version":7,"live":"report_g1","generations":[
          {"id":"report_g2","version":7,"state":"BUILDING","source":"log","phase":"LOADING",
           "done":30,"total":100,"throughput":7,"secondsLeft":10,"createdAt":%s,"readyAt":null,
           "promotedAt":null,"differingDays":null,"verifiedAt":null,"failure":null,%s},
          {%s,%s,"lag":3}]}
        """
            .formatted(NOW_JSON, NO_CONTENT, generation("report_g1", "LIVE"), CONTENT);

    assertThat(get(PATH))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo("{\"items\":[%s]}".formatted(projection));
    assertThat(get(REPORT)).hasStatusOk().bodyJson().isStrictlyEqualTo(projection);
  }

  @Test
  void while_kafka_does_not_answer_generations_are_listed_without_their_lag() {
    generations.add(RebuildingInMemory.VERSION, State.LIVE);
    kafkaDoesNotAnswer();

    assertThat(get(REPORT))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"name":"daily-report","version":7,"live":"report_g1",
             "generations":[{%s,%s,"lag":null}]}
            """
                .formatted(generation("report_g1", "LIVE"), CONTENT));
  }

  @Test
  void a_rebuild_is_accepted_and_found_at_its_address() {
    MvcTestResult answer = http.post().uri(REPORT + "/rebuilds").exchange();
    String expected =
        "{%s,%s}"
            .formatted(
                GENERATION.formatted("report_g1", "BUILDING", "LOADING", "null", "null"),
                NO_CONTENT);

    assertThat(answer)
        .hasStatus(202)
        .hasHeader("Location", REPORT + "/rebuilds/report_g1")
        .bodyJson()
        .isStrictlyEqualTo(expected);
    assertThat(get(REPORT + "/rebuilds/report_g1"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(expected);
    assertThat(generations.all())
        .extracting(Generation::request)
        .containsExactly(new RebuildRequest(Source.LOG, false, false, 1_234));
    assertThat(generations.audit()).containsExactly("rebuild report_g1 by not given: not given");
  }

  @Test
  void a_rebuild_is_requested_with_all_fields() {
    assertThat(
            post(
                "/rebuilds",
                """
                {"from":"log","promote":true,"force":true,"rate":0,"by":"ops","reason":"repaired"}
                """))
        .hasStatus(202);

    assertThat(generations.all())
        .extracting(Generation::request)
        .containsExactly(new RebuildRequest(Source.LOG, true, true, 0));
    assertThat(generations.audit()).containsExactly("rebuild report_g1 by ops: repaired");
  }

  @Test
  void one_rebuild_runs_at_a_time() {
    generations.add(RebuildingInMemory.VERSION, State.BUILDING);

    assertConflict(post("/rebuilds", "{}"), "report_g1 is being built; one rebuild runs at a time");
  }

  @Test
  void a_rebuild_that_could_not_succeed_is_rejected() {
    assertConflict(
        post("/rebuilds", "{\"from\":\"event-store\"}"),
        "this process cannot reach the event store; set mocha.postgres.orders.url");
    history.fail(new Incomplete(ContentsInMemory.PARTITION, 12));
    assertConflict(
        post("/rebuilds", "{}"),
        "orders-0 begins at offset 12: Kafka has deleted the records before;"
            + " rebuild from the event store");
    assertThat(generations.all()).isEmpty();
  }

  @Test
  void a_rebuild_without_disk_space_must_be_forced() {
    generations.add(RebuildingInMemory.VERSION, State.LIVE);
    contents.free(1);

    assertConflict(
        post("/rebuilds", "{}"),
        "a rebuild needs about 0 MB of disk, and 0 MB are free; free some space, or force the"
            + " rebuild");
    assertThat(post("/rebuilds", "{\"force\":true}")).hasStatus(202);
  }

  @Test
  void days_of_a_merchant_are_rebuilt_at_once() {
    generations.add(RebuildingInMemory.VERSION, State.LIVE);
    days.differ(DIFFERENCES);

    assertThat(
            post(
                "/rebuilds",
                """
                {"merchantId":"m-1","date":"2018-07-26","to":"2018-09-25","by":"ops",
                 "reason":"odd"}
                """))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(DIFFERENCES_JSON);
    assertThat(days.replacedDays())
        .isEqualTo(
            new Days(new MerchantId("m-1"), LocalDate.of(2018, 7, 26), LocalDate.of(2018, 9, 25)));
    assertThat(generations.audit()).containsExactly("rebuild days report_g1 by ops: odd");

    post("/rebuilds", "{\"merchantId\":\"m-2\",\"date\":\"2018-07-26\"}");
    assertThat(days.replacedDays())
        .isEqualTo(
            new Days(new MerchantId("m-2"), LocalDate.of(2018, 7, 26), LocalDate.of(2018, 7, 26)));
  }

  @Test
  void days_of_a_merchant_that_is_not_in_the_log_are_not_found() {
    generations.add(RebuildingInMemory.VERSION, State.LIVE);

    assertNotFound(
        post("/rebuilds", "{\"merchantId\":\"m-unknown\",\"date\":\"2018-07-26\"}"),
        "There is no merchant m-unknown.");
    assertThat(days.replacedDays()).isNull();
    assertThat(generations.audit()).isEmpty();
  }

  @Test
  void a_body_of_the_wrong_form_is_rejected() {
    assertThat(post("/rebuilds", "[]"))
        .hasStatus(400)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("The body has the wrong type or format");
    assertThat(post("/rebuilds", "{\"promot\":true}"))
        .hasStatus(400)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("promot is not a known field");
  }

  @Test
  void days_that_cannot_be_rebuilt_stay_as_they_are() {
    String request = "{\"merchantId\":\"m-1\",\"date\":\"2018-07-26\"}";

    assertConflict(post("/rebuilds", request), "no generation of version 7 is live");
    generations.add(RebuildingInMemory.VERSION, State.LIVE);
    merchants.fail(new IrregularHistory("order o-1: event 2 is missing"));
    assertConflict(post("/rebuilds", request), "order o-1: event 2 is missing");
    assertThat(days.replacedDays()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /rebuilds | {"from":"kafka"}                                                | from
          /rebuilds | {"rate":-1}                                                     | rate
          /rebuilds | {"rate":10000001}                                               | rate
          /rebuilds | {"rate":"fast"}                                                 | rate
          /rebuilds | {"promote":"maybe"}                                             | promote
          /rebuilds | {"by":" "}                                                      | by
          /rebuilds | {"date":"2018-07-26"}                                           | merchantId
          /rebuilds | {"to":"2018-07-26"}                                             | merchantId
          /rebuilds | {"merchantId":"m-1"}                                            | date
          /rebuilds | {"merchantId":"m-1","date":"2018-02-30"}                        | date
          /rebuilds | {"merchantId":"a b","date":"2018-07-26"}                        | merchantId
          /rebuilds | {"merchantId":"m-1","date":"2018-07-26","to":"2018-07-25"}      | to
          /rebuilds | {"merchantId":"m-1","date":"2018-07-26","to":"2018-09-26"}      | to
          /rebuilds | {"merchantId":"m-1","date":"2018-07-26","from":"event-store"}   | from
          /rebuilds | {"merchantId":"m-1","date":"2018-07-26","promote":true}         | promote
          /rebuilds | {"merchantId":"m-1","date":"2018-07-26","rate":1}               | rate
          /rebuilds | {"promot":true}                                                 | promot
          /promote  | {"generation":""}                                               | generation
          /promote  | {"force":"yes"}                                                 | force
          /rollback | {"reason":""}                                                   | reason
          /cancel   | {"generation":[]}                                               | generation
          /retire   | {"by":"a\\u0000b"}                                              | by
          /rebuilds/report_g1/retire | {"generation":"report_g2"}                     | generation
          """)
  void a_malformed_request_is_rejected_with_its_field(String path, String body, String field) {
    generations.add(RebuildingInMemory.VERSION, State.LIVE);

    assertThat(post(path, body))
        .hasStatus(400)
        .hasContentType(PROBLEM)
        .bodyJson()
        .extractingPath("$.violations[*].field")
        .asArray()
        .containsExactly(field);
    assertThat(generations.audit()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/promote", "/rebuilds/report_g2/promote"})
  void the_newest_generation_that_is_ready_is_promoted(String path) {
    generations.add(RebuildingInMemory.VERSION, State.LIVE);
    generations.add(RebuildingInMemory.VERSION, State.READY);

    assertThat(post(path, "{\"by\":\"ops\",\"reason\":\"good\"}"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo("{%s,%s,\"lag\":3}".formatted(generation("report_g2", "LIVE"), CONTENT));
    assertThat(states()).containsExactly("report_g2 LIVE", "report_g1 PREVIOUS");
    assertThat(generations.audit()).containsExactly("promote report_g2 by ops: good");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /promote                     | {"generation":"report_g2"}
          /rebuilds/report_g2/promote  | {}
          /rebuilds/report_g2/promote  | {"generation":"report_g2"}
          """)
  void another_generation_than_the_newest_is_promoted_by_name(String path, String body) {
    generations.add(RebuildingInMemory.VERSION, State.LIVE);
    generations.add(RebuildingInMemory.VERSION, State.READY);
    generations.add(RebuildingInMemory.VERSION, State.READY);

    assertThat(post(path, body)).hasStatusOk();
    assertThat(states()).containsExactly("report_g3 READY", "report_g2 LIVE", "report_g1 PREVIOUS");
  }

  @Test
  void a_generation_that_differs_is_promoted_only_by_force_and_its_differences_are_listed() {
    generations.add(RebuildingInMemory.VERSION, State.LIVE);
    generations.add(RebuildingInMemory.VERSION, State.READY);
    verification.differ(DIFFERENCES);

    assertThat(post("/promote", "{}"))
        .hasStatus(409)
        .hasContentType(PROBLEM)
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"type":"about:blank","title":"Conflict","status":409,
             "detail":"3 days differ: m-1 2018-07-26 (report_g1 and report_g2)",
             "instance":"/api/v1/projections/daily-report/promote","differences":%s}
            """
                .formatted(DIFFERENCES_JSON));
    assertThat(get(REPORT + "/rebuilds/report_g2/differences"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(DIFFERENCES_JSON);
    assertThat(states()).containsExactly("report_g2 READY", "report_g1 LIVE");

    assertThat(post("/promote", "{\"force\":true}")).hasStatusOk();
    assertThat(states()).containsExactly("report_g2 LIVE", "report_g1 PREVIOUS");
  }

  @Test
  void a_rollback_makes_the_previous_generation_live() {
    generations.add(RebuildingInMemory.VERSION, State.PREVIOUS);
    generations.add(RebuildingInMemory.VERSION, State.LIVE);

    assertThat(post("/rollback", "{\"by\":\"ops\",\"reason\":\"odd\"}"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo("{%s,%s,\"lag\":3}".formatted(generation("report_g1", "LIVE"), CONTENT));
    assertThat(states()).containsExactly("report_g2 PREVIOUS", "report_g1 LIVE");
    assertThat(generations.audit()).containsExactly("rollback report_g1 by ops: odd");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /cancel                     | {"by":"ops","reason":"slow"}
          /cancel                     | {"by":"ops","reason":"slow","generation":"report_g2"}
          /rebuilds/report_g2/cancel  | {"by":"ops","reason":"slow"}
          """)
  void the_running_rebuild_is_cancelled(String path, String body) {
    generations.add(RebuildingInMemory.VERSION, State.LIVE);
    generations.add(RebuildingInMemory.VERSION, State.BUILDING);

    assertThat(post(path, body))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.state")
        .isEqualTo("CANCELLED");
    assertThat(generations.audit()).containsExactly("cancel report_g2 by ops: slow");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /retire                     | {"by":"ops","reason":"done"}
          /retire                     | {"by":"ops","reason":"done","generation":"report_g1"}
          /rebuilds/report_g1/retire  | {"by":"ops","reason":"done"}
          """)
  void the_previous_generation_is_retired(String path, String body) {
    generations.add(RebuildingInMemory.VERSION, State.PREVIOUS);
    generations.add(RebuildingInMemory.VERSION, State.LIVE);

    assertThat(post(path, body))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.state")
        .isEqualTo("RETIRED");
    assertThat(generations.audit()).containsExactly("retire report_g1 by ops: done");
  }

  @Test
  void a_change_that_no_generation_allows_is_a_conflict() {
    generations.add(RebuildingInMemory.VERSION, State.LIVE);

    assertConflict(
        post("/promote", "{}"), "no generation that is newer than the live one is ready");
    assertConflict(post("/rollback", "{}"), "there is no previous generation");
    assertConflict(post("/cancel", "{}"), "no such rebuild is running");
    assertConflict(post("/retire", "{}"), "there is no previous generation");
    assertConflict(
        post("/rebuilds/report_g1/retire", "{}"), "report_g1 cannot be retired, it is LIVE");
    assertThat(generations.audit()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"promote", "cancel", "retire"})
  void an_unknown_generation_is_not_found_at_either_address(String action) {
    generations.add(RebuildingInMemory.VERSION, State.PREVIOUS);
    generations.add(RebuildingInMemory.VERSION, State.BUILDING);

    assertNotFound(
        post("/rebuilds/report_g9/" + action, "{}"), "There is no generation report_g9.");
    assertNotFound(
        post("/" + action, "{\"generation\":\"report_g9\"}"), "There is no generation report_g9.");
    assertThat(generations.audit()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/differences", "/events"})
  void an_unknown_rebuild_is_not_found(String rest) {
    assertNotFound(get(REPORT + "/rebuilds/report_g9" + rest), "There is no generation report_g9.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/rebuilds/report_g1", "/rebuilds/report_g1/differences", "/events"})
  void an_unknown_projection_is_not_found(String rest) {
    generations.add(RebuildingInMemory.VERSION, State.LIVE);

    assertNotFound(
        get(PATH + "/weekly-report" + rest),
        "There is no projection weekly-report; there is daily-report.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rebuilds", "promote", "rollback", "cancel", "retire"})
  void requests_for_an_unknown_projection_are_rejected(String action) {
    assertThat(http.post().uri(PATH + "/weekly-report/" + action)).hasStatus(404);
    assertThat(generations.audit()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"merchantId\":\"m-1\",\"date\":\"2018-07-26\"}"})
  void a_request_that_needs_kafka_is_to_be_repeated_when_it_answers_again(String request) {
    generations.add(RebuildingInMemory.VERSION, State.LIVE);
    kafkaDoesNotAnswer();

    assertThat(post("/rebuilds", request))
        .hasStatus(503)
        .hasContentType(PROBLEM)
        .hasHeader("Retry-After", "5")
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("Kafka does not answer: timed out");
    assertThat(generations.audit()).isEmpty();
  }

  private void kafkaDoesNotAnswer() {
    var timeout = new NotReachable(new IOException("timed out"));
    history.fail(timeout);
    merchants.fail(timeout);
  }

  private static void assertConflict(MvcTestResult answer, String detail) {
    assertThat(answer)
        .hasStatus(409)
        .hasContentType(PROBLEM)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo(detail);
  }

  private static void assertNotFound(MvcTestResult answer, String detail) {
    assertThat(answer)
        .hasStatus(404)
        .hasContentType(PROBLEM)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo(detail);
  }

  private static String generation(String id, String state) {
    return GENERATION.formatted(id, state, "DONE", NOW_JSON, NOW_JSON);
  }

  private List<String> states() {
    return generations.all().stream().map(it -> it.name() + " " + it.state()).toList();
  }

  private MvcTestResult get(String uri) {
    return http.get().uri(uri).exchange();
  }

  private MvcTestResult post(String rest, String body) {
    return http.post()
        .uri(REPORT + rest)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }
}
