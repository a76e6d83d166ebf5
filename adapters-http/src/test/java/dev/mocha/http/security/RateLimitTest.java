package dev.mocha.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.http.HttpTest;
import dev.mocha.http.TestTokens;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
@TestPropertySource(properties = "mocha.security.merchant-rate=1")
class RateLimitTest {

  private final MockMvcTester http;

  RateLimitTest(MockMvcTester http) {
    this.http = http;
  }

  @Test
  void a_merchant_above_the_rate_limit_gets_retry_after() {
    String token = merchant("busy");
    List<Integer> statuses =
        IntStream.range(0, 40).mapToObj(_ -> ask(token).getResponse().getStatus()).toList();

    assertThat(statuses).startsWith(404, 404, 404, 404, 404, 404, 404, 404, 404, 404).contains(429);
    assertThat(ask(token))
        .hasStatus(429)
        .hasHeader("RateLimit-Limit", "10")
        .hasHeader("RateLimit-Remaining", "0")
        .hasHeader("RateLimit-Reset", "10")
        .hasHeader("Retry-After", "1")
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("Too many requests. Wait as long as Retry-After says.");
    assertThat(ask(merchant("another"))).hasStatus(404).hasHeader("RateLimit-Remaining", "9");
  }

  @Test
  void services_and_operators_have_no_rate_limit() {
    for (int request = 0; request < 40; request++) {
      assertThat(ask(TestTokens.all())).hasStatus(404).doesNotContainHeader("RateLimit-Limit");
    }
  }

  private static String merchant(String subject) {
    return TestTokens.signed(
        TestTokens.claims()
            .subject(subject)
            .claim("roles", List.of("merchant"))
            .claim("merchants", List.of("m-none")));
  }

  private MvcTestResult ask(String token) {
    return http.get()
        .uri("/api/v1/merchants/m-none")
        .header(HttpHeaders.AUTHORIZATION, "Bearer " + token)
        .exchange();
  }
}
