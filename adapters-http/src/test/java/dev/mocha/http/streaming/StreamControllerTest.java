package dev.mocha.http.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.http.HttpTest;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@HttpTest
class StreamControllerTest {

  private final MockMvcTester http;

  StreamControllerTest(MockMvcTester http) {
    this.http = http;
  }

  @Test
  void streams_are_listed_with_state_offsets_and_lag() {
    assertThat(http.get().uri("/api/v1/streams"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"streams":[
              {"name":"readings","topics":["house.readings"],"table":"public.readings",
               "state":"DOWN","reason":"a column is missing","deadLetters":2,"differences":1,
               "partitions":[
                 {"topic":"house.readings","partition":0,"offset":3,"endOffset":5,"lag":2}]}]}
            """);
  }
}
