package dev.mocha.http.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderNumber;
import dev.mocha.http.HttpTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class OrderControllerTest {

  private static final MediaType PROBLEM = MediaType.APPLICATION_PROBLEM_JSON;
  private static final String LINES =
      "[{\"sku\":\"ng\",\"name\":\"Nasi Goreng\",\"quantity\":2,\"unitPrice\":25000}]";

  private final MockMvcTester http;

  OrderControllerTest(MockMvcTester http) {
    this.http = http;
  }

  @Test
  void a_placed_order_is_returned_with_all_its_fields() {
    register("m-place");

    MvcTestResult placed =
        post(
            "",
            """
            {"orderId":"place-1","merchantId":"m-place","customerId":"c-9","paymentMethod":"GOPAY",
             "lines":%s,"discount":5000,"deliveryFee":8000,"tax":1100,"note":"🙏"}
            """
                .formatted(LINES));

    assertThat(placed).hasStatus(201).hasHeader("Location", "/api/v1/orders/place-1");
    String expected =
        """
        {"orderId":"place-1","orderNumber":"%s","placedAt":"2018-07-26T05:12:33.123456Z",
         "acceptedAt":null,"readyAt":null,"pickedUpAt":null,"deliveredAt":null,"rejectedAt":null,
         "cancelledAt":null,"cancelledBy":null,"reason":null,"status":"PLACED",
         "paymentMethod":"GOPAY","customerId":"c-9",
         "lines":[{"sku":"ng","name":"Nasi Goreng","quantity":2,"unitPrice":25000,"note":null}],
         "itemsTotal":50000,"discount":5000,"deliveryFee":8000,"tax":1100,"commission":9000,
         "refunded":0,"note":"🙏"}
        """
            .formatted(OrderNumber.of(new OrderId("place-1")));
    assertThat(placed).bodyJson().isStrictlyEqualTo(expected);
    assertThat(http.get().uri("/api/v1/orders/place-1"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(expected);
  }

  @Test
  void an_order_goes_through_its_lifecycle() {
    place("m-life", "life-1");

    for (String step : List.of("accept", "ready", "pick-up", "deliver")) {
      assertThat(post("/life-1/" + step, "")).hasStatusOk();
    }
    assertThat(post("/life-1/refund", "{\"amount\":50000,\"reason\":\"COLD\"}"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.refunded")
        .isEqualTo(50_000);
    refused(post("/life-1/refund", "{\"amount\":1}"), 409, "REFUND_EXCEEDS_PAYMENT");
    refused(post("/life-1/cancel", "{\"by\":\"customer\"}"), 409, "ALREADY_CLOSED");
  }

  @Test
  void a_refusal_is_a_409_with_its_name() {
    place("m-refuse", "refuse-1");

    refused(post("/refuse-1/deliver", ""), 409, "OUT_OF_ORDER");
    refused(post("/nobody/accept", ""), 404, "UNKNOWN_ORDER");
    refused(post("", order("m-unknown", "x")), 409, "UNKNOWN_MERCHANT");
    assertThat(http.get().uri("/api/v1/orders/nobody")).hasStatus(404).hasContentType(PROBLEM);
    assertThat(http.get().uri("/api/v1/orders/{id}", "a b").exchange()).hasStatus(404);
  }

  @Test
  void the_same_key_of_the_same_merchant_gives_the_same_order() {
    register("m-key");
    register("m-key-2");

    String first = location(keyed("m-key", "k 1", 2));

    assertThat(location(keyed("m-key", "k 1", 2))).isEqualTo(first);
    assertThat(location(keyed("m-key", "k 2", 2))).isNotEqualTo(first);
    assertThat(location(keyed("m-key-2", "k 1", 2))).isNotEqualTo(first);
    MvcTestResult another = keyed("m-key", "k 1", 3);
    refused(another, 409, "ALREADY_PLACED");
    assertThat(another)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("The command was refused: another order is stored with this id");
  }

  @Test
  void all_faults_of_a_request_are_reported_together() {
    assertThat(
            post(
                "",
                """
                {"orderId":"-","customerId":" ","paymentMethod":"GOPAY","discount":-1,
                 "lines":[{"sku":"a","name":"b","quantity":0,"unitPrice":1000000000001}]}
                """))
        .hasStatus(400)
        .hasContentType(PROBLEM)
        .bodyJson()
        .extractingPath("$.violations[*].field")
        .asArray()
        .containsExactly(
            "customerId",
            "discount",
            "lines[0].quantity",
            "lines[0].unitPrice",
            "merchantId",
            "orderId");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "quantity":2        | "quantity":2.5         | lines[0].quantity
          "quantity":2        | "quantity":2.0         | lines[0].quantity
          "quantity":2        | "quantity":"2"         | lines[0].quantity
          "quantity":2        | "quantity":null        | lines[0].quantity
          "quantity":2        | "quantity":99999999999 | lines[0].quantity
          "unitPrice":25000   | "unitPrice":2.5e1      | lines[0].unitPrice
          "unitPrice":25000   | "unitPrice":true       | lines[0].unitPrice
          "Nasi Goreng"       | "a\\u0000b"            | lines[0].name
          "Nasi Goreng"       | "a\\ud83db"            | lines[0].name
          "Nasi Goreng"       | "\\ude00"              | lines[0].name
          "Nasi Goreng"       | ["Nasi"]               | lines[0].name
          "GOPAY"             | "\\u007f"              | paymentMethod
          "c-9"               | "\\u0085"              | customerId
          """)
  void values_of_a_wrong_type_are_not_converted(String right, String wrong, String field) {
    register("m-wrong");
    String body = order("m-wrong", "wrong-1");
    assertThat(body).contains(right);

    assertThat(post("", body.replace(right, wrong)))
        .hasStatus(400)
        .hasContentType(PROBLEM)
        .bodyJson()
        .extractingPath("$.violations[*].field")
        .asArray()
        .containsExactly(field);
    assertThat(http.get().uri("/api/v1/orders/wrong-1")).hasStatus(404);
  }

  @Test
  void a_body_that_is_not_json_is_a_problem() {
    for (String body : List.of("", "{", "[]", "null", order("m", "x") + "{}")) {
      assertThat(post("", body)).as(body).hasStatus(400).hasContentType(PROBLEM);
    }
    assertThat(
            http.post()
                .uri("/api/v1/orders")
                .contentType(MediaType.TEXT_PLAIN)
                .content("{}")
                .exchange())
        .hasStatus(415)
        .hasContentType(PROBLEM);
  }

  @Test
  void a_body_over_the_limit_is_not_read() {
    register("m-large");
    String body = order("m-large", "large-1");
    int limit = 256 * 1024;

    assertThat(post("", body + " ".repeat(limit + 1 - body.length())))
        .hasStatus(413)
        .hasContentType(PROBLEM);
    assertThat(post("", body + " ".repeat(limit - body.length()))).hasStatus(201);
  }

  private void refused(MvcTestResult answer, int status, String refusal) {
    assertThat(answer).hasStatus(status).hasContentType(PROBLEM);
    assertThat(answer).bodyJson().extractingPath("$.refusal").isEqualTo(refusal);
  }

  private MvcTestResult post(String rest, String body) {
    return http.post()
        .uri("/api/v1/orders" + rest)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private MvcTestResult keyed(String merchant, String key, int quantity) {
    return http.post()
        .uri("/api/v1/orders")
        .header("Idempotency-Key", key)
        .contentType(MediaType.APPLICATION_JSON)
        .content(
            """
            {"merchantId":"%s","customerId":"c-9","paymentMethod":"GOPAY","lines":%s}
            """
                .formatted(merchant, LINES.replace(":2,", ":%d,".formatted(quantity))))
        .exchange();
  }

  private static String location(MvcTestResult answer) {
    assertThat(answer).hasStatus(201);
    return String.valueOf(answer.getResponse().getHeader("Location"));
  }

  private void place(String merchant, String orderId) {
    register(merchant);
    assertThat(post("", order(merchant, orderId))).hasStatus(201);
  }

  private static String order(String merchant, String orderId) {
    return """
    {"orderId":"%s","merchantId":"%s","customerId":"c-9","paymentMethod":"GOPAY","lines":%s}\
    """
        .formatted(orderId, merchant, LINES);
  }

  private void register(String merchant) {
    assertThat(
            http.post()
                .uri("/api/v1/merchants")
                .contentType(MediaType.APPLICATION_JSON)
                .content(
                    """
                    {"merchantId":"%s","name":"Warung Sari","timeZone":"Asia/Jakarta",
                     "dayCutoff":"04:00","currency":"IDR","commissionBps":2000}
                    """
                        .formatted(merchant))
                .exchange())
        .hasStatus2xxSuccessful();
  }
}
