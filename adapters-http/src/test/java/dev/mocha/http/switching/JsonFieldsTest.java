package dev.mocha.http.switching;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.switching.ReportPath.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {

  private static Map<String, String> fields(String json) {
    return new JsonFields(new ObjectMapper())
        .of(new Response(json.getBytes(StandardCharsets.UTF_8), Instant.EPOCH));
  }

  @Test
  void each_value_has_its_path_and_paths_of_orders_have_their_ids() {
    assertThat(
            fields(
                """
                {"a":1,"b":{"c":null},"topItems":[{"name":"Soto"}],
                 "orders":{"items":[{"orderId":"o-2","tax":5},{"orderId":"o-1","tax":6}]}}
                """))
        .isEqualTo(
            Map.of(
                "a", "1",
                "b.c", "null",
                "topItems", "0",
                "topItems.0.name", "Soto",
                "orders.items", "o-2 o-1",
                "orders.items.o-1.orderId", "o-1",
                "orders.items.o-1.tax", "6",
                "orders.items.o-2.orderId", "o-2",
                "orders.items.o-2.tax", "5"));
  }

  @Test
  void a_response_that_is_not_json_equals_no_report() {
    assertThat(fields("{\"completeTo\":\"2018-07-26T14:03:07Z\","))
        .isEqualTo(Map.of("unreadable", "true"));
  }
}
