package dev.mocha.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpcastersTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void an_order_gets_the_sum_of_its_lines_and_keeps_its_other_fields() throws Exception {
    assertThat(
            withItemsTotal(
                """
                {"lines":[{"quantity":1000,"unitPrice":99999999990},\
                {"quantity":2,"unitPrice":5000}],"later":[1,null]}\
                """))
        .isEqualTo(
            """
            {"lines":[{"quantity":1000,"unitPrice":99999999990},\
            {"quantity":2,"unitPrice":5000}],"later":[1,null],"itemsTotal":100000000000000}\
            """);
  }

  /** Revision 1 does not describe it: a sender may have meant anything by it. */
  @Test
  void a_field_of_the_same_name_is_replaced() throws Exception {
    assertThat(
            withItemsTotal("{\"itemsTotal\":\"7\",\"lines\":[{\"quantity\":2,\"unitPrice\":50}]}"))
        .isEqualTo("{\"itemsTotal\":100,\"lines\":[{\"quantity\":2,\"unitPrice\":50}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"none\"",
        "{\"a\":1}",
        "[null,7,{}]",
        "[{\"quantity\":[],\"unitPrice\":{}}]",
      })
  void broken_lines_count_as_nothing_and_stay_as_they_are(String lines) throws Exception {
    assertThat(withItemsTotal("{\"lines\":" + lines + "}"))
        .isEqualTo("{\"lines\":" + lines + ",\"itemsTotal\":0}");
  }

  private static String withItemsTotal(String placed) throws JsonProcessingException {
    return Upcasters.withItemsTotal((ObjectNode) JSON.readTree(placed)).toString();
  }
}
