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
         "summary":{"orders":2,"delivered":1,"cancelled":0,"rejected":0,"inProgress":1,"items":2,
                    "grossSales":50000,"discounts":5000,"taxes":1100,"deliveryFees":8000,
                    "refunds":0,"refundsProcessed":700,"commission":9000,"netSales":45000,"netPayout":36000,
                    "averageOrderValue":50000,"firstOrderAt":"2018-07-26T05:12:33.123456Z",
                    "lastOrderAt":null}}
        """;

    assertThat(get("?merchant=m-up-2&merchant=m-up-1&merchant=m-up-2"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"date":"2018-07-26","completeTo":"2018-07-26T14:03:07.250Z","final":false,
             "currencies":[{"currency":"IDR",
               "summary":{"orders":4,"delivered":2,"cancelled":0,"rejected":0,"inProgress":2,
                          "items":4,"grossSales":100000,"discounts":10000,"taxes":2200,
                          "deliveryFees":16000,"refunds":0,"refundsProcessed":1400,"commission":18000,"netSales":90000,
                          "netPayout":72000,"averageOrderValue":50000,
                          "firstOrderAt":"2018-07-26T05:12:33.123456Z","lastOrderAt":null},
               "byStatus":{"PLACED":2,"ACCEPTED":0,"READY":0,"PICKED_UP":0,"DELIVERED":2,
                           "REJECTED":0,"CANCELLED":0},
               "byPaymentMethod":[{"paymentMethod":"GOPAY","orders":4,"grossSales":100000}],
               "cancellations":[{"reason":"OUT_OF_STOCK","orders":2}],
               "merchants":[%s,%s]}]}
            """
                .formatted(outlet.formatted("m-up-1", true), outlet.formatted("m-up-2", false)));
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
  void not_too_many_are_asked_for_at_once() {
    assertThat(
            get(
                IntStream.rangeClosed(0, 50)
                    .mapToObj(it -> "merchant=m-many-" + it)
                    .collect(Collectors.joining("&", "?", ""))))
        .hasStatus(400);
  }

  @Test
  void a_merchant_that_nobody_knows_is_not_passed_over() {
    reports.add(SampleReport.of("m-up-3"));

    assertThat(get("?merchant=m-up-3&merchant=m-nobody"))
        .hasStatus(404)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
  }
}
