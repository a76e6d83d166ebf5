package dev.mocha.http.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.http.HttpTest;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class ImportControllerTest {

  private static final String MERCHANT =
      """
      {"merchantId":"%s","name":"Warung Sari","timeZone":"Asia/Jakarta","dayCutoff":"04:00",\
      "currency":"IDR","commissionBps":2000}
      """;

  private static final String ORDER =
      """
      {"orderId":"%s","orderNumber":"F-1001","merchantId":"%s","customerId":"c-9",\
      "paymentMethod":"GOPAY","placedAt":"2018-07-25T05:12:33Z","lines":[{"sku":"ng",\
      "name":"Nasi Goreng","quantity":2,"unitPrice":25000,"note":"pedas"}],"discount":%s,\
      "deliveryFee":800,"tax":0,"note":null,"deliveredAt":%s,"cancelledAt":%s,\
      "refunds":[{"at":"2018-07-25T07:00:00Z","amount":100,"reason":"COLD"}]}
      """;

  private final MockMvcTester http;

  ImportControllerTest(MockMvcTester http) {
    this.http = http;
  }

  @Test
  void a_repeated_import_changes_nothing() {
    String file = MERCHANT.formatted("m-once") + "\n" + delivered("once-1", "m-once");

    assertThat(post(file))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo("{\"imported\":2,\"unchanged\":0,\"events\":4,\"refused\":[]}");
    assertThat(post(file))
        .bodyJson()
        .isStrictlyEqualTo("{\"imported\":0,\"unchanged\":2,\"events\":0,\"refused\":[]}");
  }

  @Test
  void impossible_lines_are_refused_and_the_others_imported() {
    String file =
        MERCHANT.formatted("m-lines")
            + delivered("lines-1", "m-nobody")
            + ORDER.formatted("lines-2", "m-lines", "50001", "null", "null")
            + ORDER.formatted(
                "lines-3", "m-lines", "0", "\"2018-07-25T06:00:00Z\"", "\"2018-07-25T06:30:00Z\"")
            + ORDER.formatted("lines-4", "m-lines", "0", "\"2018-07-25T05:12:32Z\"", "null")
            + "{\"broken\n"
            + "[]\n"
            + "\n"
            + ORDER.formatted("lines-9", "m-lines", "0.5", "null", "null")
            + delivered("lines-10", "m-lines");

    assertThat(post(file))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"imported":2,"unchanged":0,"events":4,"refused":[
              {"line":2,"field":"merchantId","reason":"there is no such merchant"},
              {"line":3,"field":"discount","reason":"the discount exceeds the items' total"},
              {"line":4,"field":"cancelledAt",
               "reason":"the order is already delivered, rejected or cancelled"},
              {"line":5,"field":"deliveredAt","reason":"the step is earlier than the previous one"},
              {"line":6,"field":null,"reason":"is not JSON: an error at column 9"},
              {"line":7,"field":null,"reason":"is not a JSON object"},
              {"line":9,"field":"discount","reason":"has the wrong type or format"}]}
            """);
  }

  @Test
  void a_file_over_the_limit_is_not_read() {
    assertThat(post(" ".repeat(16 * 1024 * 1024 + 1)))
        .hasStatus(413)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
  }

  private static String delivered(String orderId, String merchant) {
    return ORDER.formatted(orderId, merchant, "0", "\"2018-07-25T06:00:00Z\"", "null");
  }

  private MvcTestResult post(String lines) {
    return http.post()
        .uri("/api/v1/import")
        .contentType(MediaType.APPLICATION_NDJSON)
        .content(lines)
        .exchange();
  }
}
