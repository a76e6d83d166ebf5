package dev.mocha.http.benchmarking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.http.HttpTest;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@HttpTest
class DatabaseControllerTest {

  private final MockMvcTester http;

  DatabaseControllerTest(MockMvcTester http) {
    this.http = http;
  }

  @Test
  void databases_are_listed_with_their_counters_and_sizes() {
    assertThat(http.get().uri("/api/v1/databases"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"items":[{"name":"orders","server":"PostgreSQL 18.1","busyMillis":1234,
              "buffersHit":5000,"buffersRead":70,
              "tables":[{"name":"public.orders","rows":900,"bytes":81920}]}]}
            """);
  }
}
