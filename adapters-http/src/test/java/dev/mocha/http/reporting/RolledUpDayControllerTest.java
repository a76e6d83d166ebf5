package dev.mocha.http.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.http.HttpTest;
import dev.mocha.http.ReportsInMemory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class RolledUpDayControllerTest {

  private final MockMvcTester http;
  private final ReportsInMemory reports;

  RolledUpDayControllerTest(MockMvcTester http, ReportsInMemory reports) {
    this.http = http;
    this.reports = reports;
  }

  private MvcTestResult get(String query) {
    return http.get().uri("/api/v1/reports/daily/2018-07-26" + query).exchange();
  }

  @Test
  void a_day_of_two_merchants_is_summed_up_beside_each_of_them() {
    reports.add(SampleReport.of("m-up-2"));
    reports.add(SampleReport.ended("m-up-1"));
    String outlet =
        """
        {"merchantId":"%s","merchantName":"Warung Sari","timeZone":"Asia/Jakarta",
         "completeTo":"2018-07-26T14:03:07.250Z","final":%s,
         "summary":%s}
        """;

    assertThat(get("?merchant=m-up-2&merchant=m-up-1&merchant=m-up-2"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"date":"2018-07-26","completeTo":"2018-07-26T14:03:07.250Z","final":false,
             "currencies":[{"currency":"IDR",
               "summary":%s,
               "byStatus":{"PLACED":2,"ACCEPTED":0,"READY":0,"PICKED_UP":0,"DELIVERED":2,
                           "REJECTED":0,"CANCELLED":0},
               "byPaymentMethod":[{"paymentMethod":"GOPAY","orders":4,"grossSales":100000}],
               "cancellations":[{"reason":"OUT_OF_STOCK","orders":2}],
               "merchants":[%s,%s]}]}
            """
                .formatted(
                    SampleReport.summaryJson(2),
                    outlet.formatted("m-up-1", true, SampleReport.summaryJson(1)),
                    outlet.formatted("m-up-2", false, SampleReport.summaryJson(1))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?merchant=", "?merchants=m-1"})
  void merchants_must_be_named(String query) {
    assertThat(get(query))
        .hasStatus(400)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("merchant must name 1 to 50 merchants");
  }

  @Test
  void too_many_merchants_are_rejected() {
    assertThat(
            get(
                IntStream.rangeClosed(0, 50)
                    .mapToObj(it -> "merchant=m-many-" + it)
                    .collect(Collectors.joining("&", "?", ""))))
        .hasStatus(400);
  }

  @Test
  void an_unknown_merchant_is_not_skipped() {
    reports.add(SampleReport.of("m-up-3"));

    assertThat(get("?merchant=m-up-3&merchant=m-nobody"))
        .hasStatus(404)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
  }
}
