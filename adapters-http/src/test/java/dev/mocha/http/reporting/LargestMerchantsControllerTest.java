package dev.mocha.http.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.http.HttpTest;
import dev.mocha.http.ReportsInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@HttpTest
class LargestMerchantsControllerTest {

  private static final String PATH = "/api/v1/reports/merchants";

  private final MockMvcTester http;
  private final ReportsInMemory reports;

  LargestMerchantsControllerTest(MockMvcTester http, ReportsInMemory reports) {
    this.http = http;
    this.reports = reports;
  }

  @Test
  void merchants_are_listed_with_their_busiest_day() {
    reports.add(SampleReport.of("0-before-all-others"));

    assertThat(http.get().uri(PATH + "?from=2018-07-26&to=2018-10-25&limit=1"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"from":"2018-07-26","to":"2018-10-25","items":[
              {"merchantId":"0-before-all-others","orders":1,"busiestDate":"2018-07-26",
               "ordersOnBusiestDate":1}]}
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?from=2018-07-26",
        "?from=2018-07-26&to=yesterday",
        "?from=2018-07-26&to=2018-07-25",
        "?from=2018-07-26&to=2018-10-26",
        "?from=2018-07-26&to=2018-07-26&limit=0",
        "?from=2018-07-26&to=2018-07-26&limit=10001"
      })
  void an_invalid_query_is_rejected(String query) {
    assertThat(http.get().uri(PATH + query)).hasStatus(400);
  }
}
