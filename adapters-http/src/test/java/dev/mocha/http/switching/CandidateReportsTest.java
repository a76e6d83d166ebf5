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
import dev.mocha.application.switching.ReportPath.Answer;
import dev.mocha.application.switching.ReportPath.Question;
import dev.mocha.application.switching.ReportPath.Refused;
import dev.mocha.application.switching.ReportPath.Unavailable;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.http.reporting.Cursors;
import dev.mocha.http.switching.CandidateReports.NoNewPath;
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
  private static final CandidateProperties LIMITS =
      new CandidateProperties(
          null, Duration.ofMillis(500), Duration.ofMillis(300), 1, 2, 4, Duration.ofMillis(200));

  private interface Answering {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private volatile Answering answering = it -> say(it, 200, REPORT);
  private CandidateReports service;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          try {
            answering.to(exchange);
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
    server.start();
    service = at(URI.create("http://localhost:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    service.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private static CandidateReports at(@Nullable URI address) {
    return new CandidateReports(() -> address, LIMITS, new ObjectMapper());
  }

  private static void say(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Question question(OrderQuery orders) {
    return new Question(
        new MerchantId("m-1"), LocalDate.of(2018, 7, 26), orders, "Bearer of-the-caller");
  }

  private Optional<Answer> ask() {
    return service.ask(question(OrderQuery.first(100)));
  }

  private void assertUnavailable(String reason) {
    assertThatExceptionOfType(Unavailable.class)
        .isThrownBy(this::ask)
        .withMessageContaining(reason);
  }

  @Test
  void a_report_is_handed_on_as_it_came_and_says_what_it_is_complete_to() {
    Answer answer = ask().orElseThrow();

    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(REPORT);
    assertThat(answer.completeTo()).isEqualTo(Instant.parse("2018-07-26T14:03:07Z"));
    assertThat(asked)
        .containsExactly("/api/v1/merchants/m-1/reports/daily/2018-07-26 Bearer of-the-caller");
  }

  @Test
  void every_parameter_is_handed_on() {
    var after = new OrderCursor(Instant.parse("2018-07-26T05:12:33.123456Z"), new OrderId("o-1"));
    service.ask(question(OrderQuery.first(0)));
    service.ask(question(new OrderQuery(7, after, Set.of(OrderStatus.READY), "a+b & {c} ❄")));

    assertThat(asked.getFirst())
        .isEqualTo(
            "/api/v1/merchants/m-1/reports/daily/2018-07-26?orders=none Bearer of-the-caller");
    assertThat(asked.getLast())
        .isEqualTo(
            "/api/v1/merchants/m-1/reports/daily/2018-07-26?limit=7&status=READY&cursor="
                + Cursors.encode(after)
                + "&q=a%2Bb%20%26%20%7Bc%7D%20%E2%9D%84 Bearer of-the-caller");
  }

  @Test
  void a_merchant_that_the_service_does_not_know_has_no_report() {
    answering =
        it -> {
          it.getResponseHeaders().set("Content-Type", "application/problem+json;charset=UTF-8");
          say(it, 404, "{}");
        };

    assertThat(ask()).isEmpty();
  }

  @Test
  void an_address_without_reports_is_not_taken_for_a_merchant_that_is_not_known() {
    answering = it -> say(it, 404, "<h1>No backend</h1>");

    assertUnavailable("knows no reports");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 500, 503})
  void any_other_answer_is_none(int status) {
    answering = it -> say(it, status, REPORT);

    assertUnavailable("answers " + status);
  }

  @Test
  void who_asks_too_often_is_told_apart() {
    answering = it -> say(it, 429, "{}");

    assertThatExceptionOfType(Refused.class).isThrownBy(this::ask);
    answering = it -> say(it, 403, "{}");
    assertThatExceptionOfType(Unavailable.class)
        .isThrownBy(this::ask)
        .isNotInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 415})
  void a_refusal_is_no_answer_and_does_not_keep_others_from_asking(int status) {
    answering = it -> say(it, status, REPORT);
    for (int i = 0; i < 10; i++) {
      assertUnavailable("refuses with " + status);
    }

    assertThat(service.isOpen()).isFalse();
    assertThat(asked).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reports.internal:8080", "ftp://reports.internal", "/reports", "http:x"})
  void an_address_that_is_none_ends_the_start(String url) {
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
        .withMessageContaining("mocha.switching.reports.url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"completeTo\":\"soon\"}", "{\"merchantId\":\"m-1\"}"})
  void what_is_no_report_is_no_answer(String body) {
    answering = it -> say(it, 200, body);

    assertUnavailable("the reports service");
  }

  @Test
  void an_answer_that_comes_too_late_is_none_whatever_has_come_of_it() {
    var end = new CountDownLatch(1);
    answering =
        it -> {
          it.sendResponseHeaders(200, 1_000);
          it.getResponseBody().write('{');
          it.getResponseBody().flush();
          end.await();
        };

    assertUnavailable("not answer in time");
    assertThat(asked).hasSize(1);
    end.countDown();
  }

  @Test
  void a_connection_that_breaks_is_tried_once_more() {
    answering =
        it -> {
          if (asked.size() == 1) {
            it.close();
          } else {
            say(it, 200, REPORT);
          }
        };

    assertThat(ask()).isPresent();
    assertThat(asked).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void after_many_failures_nothing_is_asked_for_a_while_and_then_again() throws Exception {
    answering = it -> say(it, 500, "");
    for (int i = 0; i < 4; i++) {
      assertUnavailable("answers 500");
    }
    assertThat(service.isOpen()).isTrue();
    assertUnavailable("not asked for a while");
    assertThat(asked).hasSize(4);

    answering = it -> say(it, 200, REPORT);
    Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(ask()).isPresent());
    assertThat(service.isOpen()).isFalse();
  }

  @Test
  void no_more_are_asked_at_once_than_may_be() throws Exception {
    var arrived = new CountDownLatch(2);
    var end = new CountDownLatch(1);
    answering =
        it -> {
          arrived.countDown();
          end.await();
          say(it, 200, REPORT);
        };
    var first = threads.submit(this::ask);
    var second = threads.submit(this::ask);
    arrived.await();

    assertUnavailable("too many at once");

    end.countDown();
    assertThat(first.get()).isPresent();
    assertThat(second.get()).isPresent();
    assertThat(ask()).isPresent();
  }

  @Test
  void where_there_is_no_address_or_nobody_there_is_no_answer() throws Exception {
    assertThatCode(service::requireAddress).doesNotThrowAnyException();
    server.stop(0);
    assertUnavailable("does not answer");

    service.close();
    service = at(null);
    assertThatExceptionOfType(NoNewPath.class).isThrownBy(service::requireAddress);
    assertUnavailable("no address");
  }
}
