package dev.mocha.http.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.publishing.LogEvent;
import dev.mocha.http.HttpTest;
import dev.mocha.http.LogInMemory;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class LogControllerTest {

  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCHED = "application/cloudevents-batch+json";

  private final MockMvcTester http;
  private final LogInMemory log;

  LogControllerTest(MockMvcTester http, LogInMemory log) {
    this.http = http;
    this.log = log;
  }

  @Test
  void an_event_in_binary_mode_has_its_attributes_in_headers() {
    MvcTestResult answer =
        http.post()
            .uri("/api/v1/log/open")
            .contentType("application/json;charset=UTF-8")
            .header("ce-specversion", "1.0")
            .header("CE-Id", "p-1")
            .header("ce-type", "payment-taken")
            .header("ce-subject", "\"caf%C3%A9 100%\"")
            .content("{ \"amount\": 1.10 }".getBytes(UTF_8))
            .exchange();

    assertThat(answer)
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo("{\"id\":\"p-1\",\"topic\":\"open\",\"partition\":3,\"offset\":40}");
    LogEvent event = log.events().getLast();
    assertThat(event.attributes())
        .isEqualTo(
            Map.of(
                "specversion", "1.0",
                "id", "p-1",
                "type", "payment-taken",
                "subject", "café 100%",
                "datacontenttype", "application/json;charset=UTF-8"));
    assertThat(new String(event.data(), UTF_8)).isEqualTo("{ \"amount\": 1.10 }");
  }

  @Test
  void an_event_in_structured_mode_is_a_json_object() {
    assertThat(
            post(
                STRUCTURED + "; charset=utf-8",
                """
                {"specversion":"1.0","id":"p-2","type":"payment-taken","sequence":7,"last":true,
                 "subject":null,"data":{"amount":12345678901234567890.10}}
                """))
        .hasStatusOk();

    LogEvent event = log.events().getLast();
    assertThat(event.attributes())
        .isEqualTo(
            Map.of(
                "specversion", "1.0",
                "id", "p-2",
                "type", "payment-taken",
                "sequence", "7",
                "last", "true",
                "datacontenttype", "application/json"));
    assertThat(new String(event.data(), UTF_8)).isEqualTo("{\"amount\":12345678901234567890.10}");
  }

  @Test
  void data_may_be_base64() {
    assertThat(post(STRUCTURED, "{\"id\":\"p-3\",\"data_base64\":\"eyB9\"}")).hasStatusOk();

    assertThat(new String(log.events().getLast().data(), UTF_8)).isEqualTo("{ }");
  }

  @Test
  void an_invalid_event_is_rejected_with_its_violations() {
    assertThat(post(STRUCTURED, "{\"id\":\"p-4\",\"type\":\"invalid\"}"))
        .hasStatus(400)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .isLenientlyEqualTo(
            "{\"violations\":[{\"field\":\"/data/amount\",\"message\":\"must be more\"}]}");
  }

  @Test
  void a_body_that_is_not_an_event_is_rejected() {
    assertRejected(STRUCTURED, "{", null, "is not JSON: an error at column 2");
    assertRejected(STRUCTURED, "[]", "", "must be an event: a JSON object");
    assertRejected(STRUCTURED, "{\"id\":{}}", "/id", "must be a text, a number or a boolean");
    assertRejected(STRUCTURED, "{\"data_base64\":\"%\"}", "/data_base64", "must be Base64");
    assertRejected(BATCHED, "{}", null, "must be an array of events");
    assertRejected(BATCHED, "[{},7]", "/1", "must be an event: a JSON object");
  }

  @Test
  void a_topic_that_is_not_open_is_not_found() {
    assertThat(http.post().uri("/api/v1/log/other").contentType(STRUCTURED).content("{}"))
        .hasStatus(404)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
  }

  @Test
  void a_timeout_of_the_log_is_503_with_retry_after() {
    for (MvcTestResult answer :
        new MvcTestResult[] {
          post(STRUCTURED, "{\"type\":\"timed-out\"}"),
          post(BATCHED, "[{\"type\":\"timed-out\"},{\"type\":\"timed-out\"}]")
        }) {
      assertThat(answer)
          .hasStatus(503)
          .hasHeader("Retry-After", "5")
          .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
  }

  @Test
  void a_complete_batch_gets_the_place_of_each_event() {
    assertThat(post(BATCHED, "[{\"id\":\"a\"},{\"id\":\"b\"}]"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"results":[
              {"id":"a","status":200,"topic":"open","partition":3,"offset":40},
              {"id":"b","status":200,"topic":"open","partition":3,"offset":41}]}
            """);
    assertThat(post(BATCHED, "[]")).hasStatusOk().bodyJson().isStrictlyEqualTo("{\"results\":[]}");
  }

  @Test
  void a_partial_batch_gets_a_status_for_each_event() {
    assertThat(
            post(
                BATCHED,
                """
                [{"id":"a"},{"id":"b","type":"invalid"},{"type":"blocked"},
                 {"id":"d","type":"timed-out"}]
                """))
        .hasStatus(207)
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"results":[
              {"id":"a","status":200,"topic":"open","partition":3,"offset":40},
              {"id":"b","status":400,
               "violations":[{"field":"/data/amount","message":"must be more"}]},
              {"status":424,
               "detail":"An earlier event of the same subject was not appended."},
              {"id":"d","status":503,"detail":"The log did not acknowledge the event in time. Send it again."}]}
            """);
  }

  @Test
  void a_batch_is_limited_in_events_and_in_bytes() {
    String most = IntStream.range(0, 500).mapToObj(_ -> "{}").collect(Collectors.joining(","));

    assertThat(post(BATCHED, "[" + most + "]")).hasStatusOk();
    assertThat(post(BATCHED, "[" + most + ",{}]"))
        .hasStatus(413)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(post(BATCHED, "[" + " ".repeat(1024 * 1024) + "]"))
        .hasStatus(413)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
  }

  private void assertRejected(String type, String body, @Nullable String field, String message) {
    String quoted = field == null ? "null" : "\"" + field + "\"";
    assertThat(post(type, body))
        .as(body)
        .hasStatus(400)
        .bodyJson()
        .isLenientlyEqualTo(
            "{\"violations\":[{\"field\":%s,\"message\":\"%s\"}]}".formatted(quoted, message));
  }

  private MvcTestResult post(String type, String body) {
    return http.post().uri("/api/v1/log/open").contentType(type).content(body).exchange();
  }
}
