package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The OpenAPI document names the endpoints that there are, and no others. */
@ExtendWith(InProcess.class)
class OpenApiIT {

  private static final Set<String> ENDPOINTS =
      Set.of(
          "POST /api/v1/merchants",
          "GET /api/v1/merchants/{merchantId}",
          "PUT /api/v1/merchants/{merchantId}",
          "GET /api/v1/merchants/{merchantId}/orders",
          "GET /api/v1/merchants/{merchantId}/order-report",
          "GET /api/v1/merchants/{merchantId}/reports/daily",
          "GET /api/v1/merchants/{merchantId}/reports/daily/{date}",
          "GET /api/v1/merchants/{merchantId}/reports/daily/{date}/orders",
          "GET /api/v1/reports/daily/{date}",
          "GET /api/v1/reports/merchants",
          "GET /api/v1/databases",
          "GET /api/v1/reconciliations",
          "POST /api/v1/reconciliations",
          "GET /api/v1/reconciliations/{id}",
          "GET /api/v1/reconciliations/{id}/differences",
          "POST /api/v1/reconciliations/{id}/cancel",
          "POST /api/v1/orders",
          "GET /api/v1/orders/{orderId}",
          "POST /api/v1/orders/{orderId}/accept",
          "POST /api/v1/orders/{orderId}/reject",
          "POST /api/v1/orders/{orderId}/ready",
          "POST /api/v1/orders/{orderId}/pick-up",
          "POST /api/v1/orders/{orderId}/deliver",
          "POST /api/v1/orders/{orderId}/cancel",
          "POST /api/v1/orders/{orderId}/refund",
          "POST /api/v1/import",
          "GET /api/v1/dead-letters",
          "POST /api/v1/dead-letters/retry",
          "GET /api/v1/dead-letters/{id}",
          "POST /api/v1/dead-letters/{id}/retry",
          "POST /api/v1/dead-letters/{id}/discard",
          "GET /api/v1/streams",
          "GET /api/v1/switch",
          "POST /api/v1/switch",
          "POST /api/v1/switch/ramp",
          "POST /api/v1/switch/rollback",
          "GET /api/v1/switch/changes",
          "GET /api/v1/switch/mismatches",
          "GET /api/v1/projections",
          "GET /api/v1/projections/{name}",
          "GET /api/v1/projections/{name}/events",
          "POST /api/v1/projections/{name}/rebuilds",
          "GET /api/v1/projections/{name}/rebuilds/{id}",
          "GET /api/v1/projections/{name}/rebuilds/{id}/events",
          "GET /api/v1/projections/{name}/rebuilds/{id}/differences",
          "POST /api/v1/projections/{name}/promote",
          "POST /api/v1/projections/{name}/rebuilds/{id}/promote",
          "POST /api/v1/projections/{name}/rollback",
          "POST /api/v1/projections/{name}/cancel",
          "POST /api/v1/projections/{name}/rebuilds/{id}/cancel",
          "POST /api/v1/projections/{name}/retire",
          "POST /api/v1/projections/{name}/rebuilds/{id}/retire",
          "POST /api/v1/log/{topic}",
          "POST /api/v1/log/{topic}/watermarks",
          "GET /api/v1/schemas",
          "GET /api/v1/schemas/{type}/{revision}");

  @Test
  void the_document_describes_every_endpoint_and_no_other(
      Running mocha, ConfigurableApplicationContext context) {
    var served = new TreeSet<String>();
    for (RequestMappingInfo mapping :
        context
            .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
            .getHandlerMethods()
            .keySet()) {
      for (String path : mapping.getPatternValues()) {
        if (path.startsWith("/api/")) {
          mapping.getMethodsCondition().getMethods().forEach(it -> served.add(it + " " + path));
        }
      }
    }
    var described = new TreeSet<String>();
    for (Map.Entry<String, JsonNode> path : mocha.get("/openapi").get("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(it -> described.add(it.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }

    assertThat(served).containsExactlyInAnyOrderElementsOf(ENDPOINTS);
    assertThat(described).containsExactlyInAnyOrderElementsOf(ENDPOINTS);
  }

  @Test
  void a_day_is_described_in_every_form_that_it_has(Running mocha) {
    JsonNode day =
        mocha
            .get("/openapi")
            .get("paths")
            .get("/api/v1/merchants/{merchantId}/reports/daily/{date}")
            .get("get");

    assertThat(day.at("/responses/200/content").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "application/json",
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/pdf");
    assertThat(day.get("parameters"))
        .filteredOn(it -> it.get("name").asText().equals("format"))
        .singleElement()
        .extracting(it -> it.at("/schema/enum").toString())
        .isEqualTo("[\"json\",\"csv\",\"xlsx\",\"pdf\"]");
  }

  @Test
  void an_endpoint_has_the_path_parameters_that_its_address_has(Running mocha) {
    for (Map.Entry<String, JsonNode> path : mocha.get("/openapi").get("paths").properties()) {
      for (JsonNode operation : path.getValue()) {
        var described = new TreeSet<String>();
        for (JsonNode it : operation.path("parameters")) {
          if (it.get("in").asText().equals("path")) {
            described.add("{" + it.get("name").asText() + "}");
          }
        }
        assertThat(described)
            .as(path.getKey())
            .isEqualTo(
                Pattern.compile("\\{\\w+}")
                    .matcher(path.getKey())
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
  }
}
