package dev.mocha.http.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mocha.application.reporting.OrderCursor;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.switching.ReportPath.CallerNotServed;
import dev.mocha.application.switching.ReportPath.ReportUnavailable;
import dev.mocha.application.switching.ReportPath.Request;
import dev.mocha.application.switching.ReportPath.Response;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.http.reporting.Cursors;
import dev.mocha.http.switching.CandidateReports.NoCandidate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateReportsTest {

  private static final String REPORT =
      """
      {"merchantId":"m-1","x":{"completeTo":"not this one"},"completeTo":"2018-07-26T14:03:07Z",
       "final":false}
      """;
  private static final Duration LONG = Duration.ofSeconds(20);

  private interface Reply {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private volatile Reply reply = it -> respond(it, 200, REPORT);
  private CandidateReports candidate;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          try {
            reply.to(exchange);
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
    server.start();
    candidate = at(address(), LONG);
  }

  @AfterEach
  void stop() {
    candidate.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private static CandidateReports at(@Nullable URI address, Duration timeout) {
    var properties = new CandidateProperties(null, timeout, LONG, 1, 2, 4, Duration.ofMillis(200));
    return new CandidateReports(() -> address, properties, new ObjectMapper());
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Request request(OrderQuery orders) {
    return new Request(
        new MerchantId("m-1"), LocalDate.of(2018, 7, 26), orders, "Bearer of-the-caller");
  }

  private Optional<Response> fetch() {
    return candidate.fetch(request(OrderQuery.first(100)));
  }

  private void assertUnavailable(String reason) {
    assertThatExceptionOfType(ReportUnavailable.class)
        .isThrownBy(this::fetch)
        .withMessageContaining(reason);
  }

  @Test
  void a_report_is_passed_on_unchanged_with_the_moment_it_is_complete_to() {
    Response response = fetch().orElseThrow();

    assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(REPORT);
    assertThat(response.completeTo()).isEqualTo(Instant.parse("2018-07-26T14:03:07Z"));
    assertThat(requests)
        .containsExactly("/api/v1/merchants/m-1/reports/daily/2018-07-26 Bearer of-the-caller");
  }

  @Test
  void every_parameter_is_passed_on() {
    var after = new OrderCursor(Instant.parse("2018-07-26T05:12:33.123456Z"), new OrderId("o-1"));
    candidate.fetch(request(OrderQuery.first(0)));
    candidate.fetch(request(new OrderQuery(7, after, Set.of(OrderStatus.READY), "a+b & {c} ❄")));

    assertThat(requests.getFirst())
        .isEqualTo(
            "/api/v1/merchants/m-1/reports/daily/2018-07-26?orders=none Bearer of-the-caller");
    assertThat(requests.getLast())
        .isEqualTo(
            "/api/v1/merchants/m-1/reports/daily/2018-07-26?limit=7&status=READY&cursor="
                + Cursors.encode(after)
                + "&q=a%2Bb%20%26%20%7Bc%7D%20%E2%9D%84 Bearer of-the-caller");
  }

  @Test
  void an_unknown_merchant_has_no_report() {
    reply =
        it -> {
          it.getResponseHeaders().set("Content-Type", "application/problem+json;charset=UTF-8");
          respond(it, 404, "{}");
        };

    assertThat(fetch()).isEmpty();
  }

  @Test
  void an_address_without_reports_is_not_mistaken_for_an_unknown_merchant() {
    reply = it -> respond(it, 404, "<h1>No backend</h1>");

    assertUnavailable("serves no reports");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 500, 503})
  void any_other_status_is_a_failure(int status) {
    reply = it -> respond(it, status, REPORT);

    assertUnavailable("status " + status);
  }

  @Test
  void a_rate_limit_is_a_refusal_and_other_rejections_are_not() {
    reply = it -> respond(it, 429, "{}");

    assertThatExceptionOfType(CallerNotServed.class).isThrownBy(this::fetch);
    reply = it -> respond(it, 403, "{}");
    assertThatExceptionOfType(ReportUnavailable.class)
        .isThrownBy(this::fetch)
        .isNotInstanceOf(CallerNotServed.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 415})
  void a_rejected_request_does_not_open_the_circuit_breaker(int status) {
    reply = it -> respond(it, status, REPORT);
    for (int i = 0; i < 10; i++) {
      assertUnavailable("rejects the request with status " + status);
    }

    assertThat(candidate.isOpen()).isFalse();
    assertThat(requests).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reports.internal:8080", "ftp://reports.internal", "/reports", "http:x"})
  void an_invalid_address_ends_the_start(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new CandidateProperties(
                    URI.create(url),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    1,
                    1,
                    1,
                    Duration.ofSeconds(1)))
        .withMessageContaining("mocha.switching.candidate.url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"completeTo\":\"soon\"}", "{\"merchantId\":\"m-1\"}"})
  void a_body_that_is_not_a_report_is_a_failure(String body) {
    reply = it -> respond(it, 200, body);

    assertUnavailable("the response of the candidate");
  }

  @Test
  void a_response_after_the_timeout_is_a_failure_even_when_it_has_begun() {
    var end = new CountDownLatch(1);
    reply =
        it -> {
          it.sendResponseHeaders(200, 1_000);
          it.getResponseBody().write('{');
          it.getResponseBody().flush();
          end.await();
        };
    candidate.close();
    candidate = at(address(), Duration.ofMillis(500));

    assertUnavailable("not respond within");
    assertThat(requests).hasSize(1);
    end.countDown();
  }

  @Test
  void a_broken_connection_is_retried_once() {
    reply =
        it -> {
          if (requests.size() == 1) {
            it.close();
          } else {
            respond(it, 200, REPORT);
          }
        };

    assertThat(fetch()).isPresent();
    assertThat(requests).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void the_circuit_breaker_opens_after_many_failures_and_closes_again() throws Exception {
    reply = it -> respond(it, 500, "");
    for (int i = 0; i < 4; i++) {
      assertUnavailable("status 500");
    }
    assertThat(candidate.isOpen()).isTrue();
    assertUnavailable("circuit breaker");
    assertThat(requests).hasSize(4);

    reply = it -> respond(it, 200, REPORT);
    Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(fetch()).isPresent());
    assertThat(candidate.isOpen()).isFalse();
  }

  @Test
  void concurrent_requests_are_limited() throws Exception {
    var arrived = new CountDownLatch(2);
    var end = new CountDownLatch(1);
    reply =
        it -> {
          arrived.countDown();
          end.await();
          respond(it, 200, REPORT);
        };
    var first = threads.submit(this::fetch);
    var second = threads.submit(this::fetch);
    arrived.await();

    assertUnavailable("too many concurrent requests");

    end.countDown();
    assertThat(first.get()).isPresent();
    assertThat(second.get()).isPresent();
    assertThat(fetch()).isPresent();
  }

  @Test
  void without_an_address_or_a_service_the_candidate_fails() throws Exception {
    assertThatCode(candidate::requireAddress).doesNotThrowAnyException();
    server.stop(0);
    assertUnavailable("does not respond");

    candidate.close();
    candidate = at(null, LONG);
    assertThatExceptionOfType(NoCandidate.class).isThrownBy(candidate::requireAddress);
    assertUnavailable("no address");
  }
}
