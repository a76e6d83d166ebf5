package dev.mocha.http.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Completes the OpenAPI description with the title and with example requests. Sent from first to
 * last, the examples create a merchant, its orders and its day.
 */
final class ApiDescription implements OpenApiCustomizer {

  private static final String ORDER = Paths.ORDERS + "/{orderId}";

  private static final Map<String, Object> PARAMETERS =
      Map.ofEntries(
          Map.entry("merchantId", "warung-sari"),
          Map.entry("merchant", List.of("warung-sari")),
          Map.entry("date", "2018-07-26"),
          Map.entry("from", "2018-07-01"),
          Map.entry("to", "2018-07-31"),
          Map.entry("limit", 100),
          Map.entry("status", List.of("DELIVERED")),
          Map.entry("q", "nasi"),
          Map.entry("type", "order-placed"),
          Map.entry("revision", "1"),
          Map.entry("name", "daily-report"),
          Map.entry("topic", "mocha.orders"));

  /** Each step that ends an order has an order of its own. */
  private static final Map<String, String> OTHER_ORDERS =
      Map.of(ORDER + "/reject", "ws-2", ORDER + "/cancel", "ws-3");

  private static final String MERCHANT =
      """
      {"merchantId":"warung-sari","name":"Warung Sari","timeZone":"Asia/Jakarta","dayCutoff":"04:00",\
      "currency":"IDR","commissionBps":2000}\
      """;

  private static final Map<String, String> BODIES =
      Map.of(
          "POST " + Paths.MERCHANTS,
          MERCHANT,
          "PUT " + Paths.MERCHANTS + "/{merchantId}",
          MERCHANT,
          "POST " + Paths.ORDERS,
          """
          {"orderId":"ws-1","merchantId":"warung-sari","customerId":"c-9","paymentMethod":"GOPAY",\
          "lines":[{"sku":"ng","name":"Nasi Goreng","quantity":2,"unitPrice":2500000,\
          "note":"pedas"}],"discount":0,"deliveryFee":800000,"tax":0,"note":null}\
          """,
          "POST " + ORDER + "/reject",
          "{\"reason\":\"CLOSED\"}",
          "POST " + ORDER + "/cancel",
          "{\"reason\":\"TOO_LONG\",\"by\":\"customer\"}",
          "POST " + ORDER + "/refund",
          "{\"amount\":100000,\"reason\":\"spilled\"}",
          "POST " + Paths.IMPORT,
          """
          {"orderId":"ws-4","orderNumber":"F-1001","merchantId":"warung-sari","customerId":"c-9",\
          "paymentMethod":"GOPAY","placedAt":"2018-07-26T05:12:33Z",\
          "lines":[{"sku":"ng","name":"Nasi Goreng","quantity":2,"unitPrice":2500000,\
          "note":"pedas"}],"discount":0,"deliveryFee":800000,"tax":0,"note":null,\
          "deliveredAt":"2018-07-26T05:50:00Z"}\
          """);

  @Override
  public void customise(OpenAPI api) {
    api.info(
        new Info()
            .title("Mocha")
            .version("v1")
            .description(
                "Orders, merchants and the daily order report. Amounts are whole numbers in the"
                    + " minor unit of the currency. Errors are application/problem+json (RFC"
                    + " 9457)."));
    api.getPaths().forEach(ApiDescription::addExamples);
  }

  private static void addExamples(String path, PathItem item) {
    item.readOperationsMap().forEach((method, operation) -> addExamples(method, path, operation));
  }

  private static void addExamples(HttpMethod method, String path, Operation operation) {
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(it -> addExample(path, it));
    }
    String body = BODIES.get(method + " " + path);
    if (body != null) {
      operation.getRequestBody().getContent().values().forEach(it -> it.setExample(body));
    }
  }

  private static void addExample(String path, Parameter parameter) {
    Object example =
        parameter.getName().equals("orderId")
            ? OTHER_ORDERS.getOrDefault(path, "ws-1")
            : PARAMETERS.get(parameter.getName());
    if (example != null) {
      parameter.setExample(example);
    }
  }
}
