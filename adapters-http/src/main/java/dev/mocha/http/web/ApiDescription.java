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
 * What the description of the interface says beside what the controllers tell: its name, and
 * examples of what to send to see a merchant, its orders and its day, from first to last.
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

  /** Steps that end an order are of orders of their own. */
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
                "Orders, merchants, and the daily order report. Amounts are whole numbers in the"
                    + " currency's minor unit. Errors are application/problem+json (RFC 9457)."));
    api.getPaths().forEach(ApiDescription::show);
  }

  private static void show(String path, PathItem item) {
    item.readOperationsMap().forEach((method, operation) -> show(method, path, operation));
  }

  private static void show(HttpMethod method, String path, Operation operation) {
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(it -> show(path, it));
    }
    String body = BODIES.get(method + " " + path);
    if (body != null) {
      operation.getRequestBody().getContent().values().forEach(it -> it.setExample(body));
    }
  }

  private static void show(String path, Parameter parameter) {
    Object example =
        parameter.getName().equals("orderId")
            ? OTHER_ORDERS.getOrDefault(path, "ws-1")
            : PARAMETERS.get(parameter.getName());
    if (example != null) {
      parameter.setExample(example);
    }
  }
}
