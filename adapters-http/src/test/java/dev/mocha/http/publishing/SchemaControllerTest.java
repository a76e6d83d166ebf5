package dev.mocha.http.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.http.HttpTest;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@HttpTest
class SchemaControllerTest {

  private final MockMvcTester http;

  SchemaControllerTest(MockMvcTester http) {
    this.http = http;
  }

  @Test
  void the_list_says_where_each_schema_is_and_what_events_call_it() {
    assertThat(http.get().uri("/api/v1/schemas"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"items":[{"type":"order-placed","revision":"1",
              "href":"/api/v1/schemas/order-placed/1",
              "dataschema":"https://schemas.example/order-placed/1"}]}
            """);
  }

  @Test
  void a_schema_is_served_as_it_was_written() {
    assertThat(http.get().uri("/api/v1/schemas/order-placed/1"))
        .hasStatusOk()
        .hasContentType("application/schema+json")
        .hasBodyTextEqualTo("{ \"type\": \"object\" }");
    assertThat(http.get().uri("/api/v1/schemas/order-placed/1").accept(MediaType.ALL))
        .hasStatusOk();
  }

  @Test
  void a_type_or_a_revision_that_is_not_there_is_not_found() {
    for (String path : new String[] {"order-placed/2", "order-lost/1", "order-placed/x..y"}) {
      assertThat(http.get().uri("/api/v1/schemas/" + path))
          .as(path)
          .hasStatus(404)
          .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
  }
}
