package dev.mocha.http.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.http.HttpTest;
import dev.mocha.http.ReportsInMemory;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class DailyReportControllerTest {

  private static final String DAILY = "/api/v1/merchants/{id}/reports/daily";
  private static final MediaType PROBLEM = MediaType.APPLICATION_PROBLEM_JSON;

  private final MockMvcTester http;
  private final ReportsInMemory reports;

  DailyReportControllerTest(MockMvcTester http, ReportsInMemory reports) {
    this.http = http;
    this.reports = reports;
  }

  @Test
  void a_report_is_this_json_at_both_paths() {
    reports.add(SampleReport.of("m-whole"));
    String expected = SampleReport.json("m-whole", Cursors.encode(SampleReport.NEXT));

    assertThat(get(DAILY + "/2018-07-26", "m-whole"))
        .hasStatusOk()
        .hasContentType(MediaType.APPLICATION_JSON)
        .bodyJson()
        .isStrictlyEqualTo(expected);
    assertThat(get("/api/v1/merchants/{id}/order-report?date=2018-07-26", "m-whole"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(expected);
  }

  @Test
  void parameters_select_orders() {
    var merchant = new MerchantId("m-query");
    String cursor = Cursors.encode(SampleReport.NEXT);

    get(DAILY + "/2018-07-26", "m-query");
    assertThat(reports.asked(merchant)).contains(OrderQuery.first(100));
    get(DAILY + "/2018-07-26?orders=none", "m-query");
    assertThat(reports.asked(merchant)).contains(OrderQuery.first(0));
    get(DAILY + "/2018-07-26?limit=7&status=PLACED&status=READY&q=100%", "m-query");
    assertThat(reports.asked(merchant))
        .contains(new OrderQuery(7, null, Set.of(OrderStatus.PLACED, OrderStatus.READY), "100%"));
    get(DAILY + "/2018-07-26/orders?cursor=" + cursor, "m-query");
    assertThat(reports.asked(merchant))
        .contains(new OrderQuery(100, SampleReport.NEXT, Set.of(), null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /2018-7-26              | date
          /2018-02-30             | date
          /20180726               | date
          /2018-07-26?limit=0     | limit
          /2018-07-26?limit=1001  | limit
          /2018-07-26?limit=x     | limit
          /2018-07-26?status=LOST | status
          /2018-07-26?q=NUL       | q
          /2018-07-26?q=          | q
          /2018-07-26?orders=all  | orders
          /2018-07-26?cursor=x    | cursor
          ?from=2018-07-02&to=2018-07-01 | to
          ?from=2018-01-01&to=2018-03-04 | to
          ?from=x&to=2018-03-03          | from
          """)
  void a_malformed_parameter_is_named(String rest, String field) {
    reports.add(SampleReport.of("m-malformed"));

    assertThat(get(DAILY + rest.replace("NUL", "\0"), "m-malformed"))
        .hasStatus(400)
        .hasContentType(PROBLEM)
        .bodyJson()
        .extractingPath("$.violations[*].field")
        .asArray()
        .containsExactly(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/2018-07-26",
        "/2018-07-26/orders",
        "?from=2018-07-26&to=2018-07-26",
      })
  void an_unknown_merchant_is_not_found(String rest) {
    for (String merchant : new String[] {"m-unknown", "-", "a b"}) {
      assertThat(get(DAILY + rest, merchant)).hasStatus(404).hasContentType(PROBLEM);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/2018-07-26",
        "/2018-07-26/orders",
        "?from=2018-07-26&to=2018-07-26",
      })
  void without_a_live_generation_reports_are_unavailable(String rest) {
    reports.notBuilt(new MerchantId("m-early"));

    assertThat(get(DAILY + rest, "m-early"))
        .hasStatus(503)
        .hasContentType(PROBLEM)
        .hasHeader("Retry-After", "5")
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo(
            "no generation of version 7 of the daily report is live yet; rebuild it and promote"
                + " it");
  }

  @Test
  void a_range_of_62_days_is_answered() {
    reports.add(SampleReport.of("m-range"));

    assertThat(get(DAILY + "?from=2018-01-01&to=2018-03-03", "m-range")).hasStatusOk();
  }

  @Test
  void a_whole_day_streams_one_order_per_line() {
    reports.add(SampleReport.of("m-lines"));

    MvcTestResult answer = lines("m-lines");

    assertThat(answer).hasStatusOk().hasContentType(MediaType.APPLICATION_NDJSON);
    assertThat(answer).bodyText().satisfies(it -> assertThat(it.lines()).hasSize(1));
    assertThat(answer).bodyJson().isStrictlyEqualTo(SampleReport.ORDER_JSON);
    assertThat(lines("m-nobody")).hasStatus(404).hasContentType(PROBLEM);
  }

  @Test
  void an_unchanged_response_is_not_sent_again() {
    reports.add(SampleReport.of("m-tag"));
    String tag =
        String.valueOf(get(DAILY + "/2018-07-26", "m-tag").getResponse().getHeader("ETag"));

    assertThat(tag).startsWith("\"");
    assertThat(http.get().uri(DAILY + "/2018-07-26", "m-tag").header("If-None-Match", tag))
        .hasStatus(304)
        .body()
        .isEmpty();
  }

  @Test
  void a_final_day_may_be_cached_and_any_other_response_must_be_revalidated() {
    reports.add(SampleReport.of("m-open"));
    reports.add(SampleReport.ended("m-ended"));

    assertThat(get(DAILY + "/2018-07-26", "m-open"))
        .hasHeader("Cache-Control", "no-cache, private");
    assertThat(get(DAILY + "/2018-07-26", "m-ended"))
        .hasHeader("Cache-Control", "max-age=60, private, immutable");
    assertThat(get(DAILY + "/2018-07-26/orders", "m-open"))
        .hasHeader("Cache-Control", "no-cache, private");
  }

  @Test
  void an_unknown_format_and_an_unknown_method_are_problems() {
    assertThat(http.get().uri(DAILY + "/2018-07-26", "m-1").accept(MediaType.IMAGE_PNG).exchange())
        .hasStatus(406);
    assertThat(http.delete().uri(DAILY + "/2018-07-26", "m-1").exchange())
        .hasStatus(405)
        .hasContentType(PROBLEM);
    assertThat(get("/api/v1/nothing/{id}", "x")).hasStatus(403).hasContentType(PROBLEM);
  }

  private MvcTestResult get(String uri, String merchant) {
    return http.get().uri(uri, merchant).exchange();
  }

  private MvcTestResult lines(String merchant) {
    return http.get()
        .uri(DAILY + "/2018-07-26/orders", merchant)
        .accept(MediaType.APPLICATION_NDJSON)
        .exchange();
  }
}
