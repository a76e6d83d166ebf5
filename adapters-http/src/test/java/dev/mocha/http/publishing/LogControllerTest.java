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
            .uri("/api/v1/log/taken")
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
        .isStrictlyEqualTo("{\"id\":\"p-1\",\"topic\":\"taken\",\"partition\":3,\"offset\":40}");
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
  void data_may_come_in_base64() {
    assertThat(post(STRUCTURED, "{\"id\":\"p-3\",\"data_base64\":\"eyB9\"}")).hasStatusOk();

    assertThat(new String(log.events().getLast().data(), UTF_8)).isEqualTo("{ }");
  }

  @Test
  void an_event_that_is_invalid_is_refused_with_what_is_wrong() {
    assertThat(post(STRUCTURED, "{\"id\":\"p-4\",\"type\":\"invalid\"}"))
        .hasStatus(400)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .isLenientlyEqualTo(
            "{\"violations\":[{\"field\":\"/data/amount\",\"message\":\"must be more\"}]}");
  }

  @Test
  void what_is_no_event_is_refused() {
    assertRefused(STRUCTURED, "{", null, "is not JSON: an error at column 2");
    assertRefused(STRUCTURED, "[]", "", "must be an event: a JSON object");
    assertRefused(STRUCTURED, "{\"id\":{}}", "/id", "must be a text, a number or a boolean");
    assertRefused(STRUCTURED, "{\"data_base64\":\"%\"}", "/data_base64", "must be Base64");
    assertRefused(BATCHED, "{}", null, "must be an array of events");
    assertRefused(BATCHED, "[{},7]", "/1", "must be an event: a JSON object");
  }

  @Test
  void a_topic_that_takes_no_events_is_not_found() {
    assertThat(http.post().uri("/api/v1/log/other").contentType(STRUCTURED).content("{}"))
        .hasStatus(404)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
  }

  @Test
  void where_the_log_does_not_answer_the_caller_is_asked_to_come_again() {
    for (MvcTestResult answer :
        new MvcTestResult[] {
          post(STRUCTURED, "{\"type\":\"unanswered\"}"),
          post(BATCHED, "[{\"type\":\"unanswered\"},{\"type\":\"unanswered\"}]")
        }) {
      assertThat(answer)
          .hasStatus(503)
          .hasHeader("Retry-After", "5")
          .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
  }

  @Test
  void a_batch_that_is_taken_whole_is_answered_with_the_place_of_each_event() {
    assertThat(post(BATCHED, "[{\"id\":\"a\"},{\"id\":\"b\"}]"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"results":[
              {"id":"a","status":200,"topic":"taken","partition":3,"offset":40},
              {"id":"b","status":200,"topic":"taken","partition":3,"offset":41}]}
            """);
    assertThat(post(BATCHED, "[]")).hasStatusOk().bodyJson().isStrictlyEqualTo("{\"results\":[]}");
  }

  @Test
  void a_batch_that_is_taken_in_part_is_answered_with_a_status_for_each_event() {
    assertThat(
            post(
                BATCHED,
                """
                [{"id":"a"},{"id":"b","type":"invalid"},{"type":"behind"},
                 {"id":"d","type":"unanswered"}]
                """))
        .hasStatus(207)
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"results":[
              {"id":"a","status":200,"topic":"taken","partition":3,"offset":40},
              {"id":"b","status":400,
               "violations":[{"field":"/data/amount","message":"must be more"}]},
              {"status":424,
               "detail":"An event of the same subject before this one was not taken."},
              {"id":"d","status":503,"detail":"The log did not answer. Send it again."}]}
            """);
  }

  @Test
  void a_batch_is_bounded_in_events_and_in_bytes() {
    String most = IntStream.range(0, 500).mapToObj(_ -> "{}").collect(Collectors.joining(","));

    assertThat(post(BATCHED, "[" + most + "]")).hasStatusOk();
    assertThat(post(BATCHED, "[" + most + ",{}]"))
        .hasStatus(413)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(post(BATCHED, "[" + " ".repeat(1024 * 1024) + "]"))
        .hasStatus(413)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
  }

  private void assertRefused(String type, String body, @Nullable String field, String message) {
    String quoted = field == null ? "null" : "\"" + field + "\"";
    assertThat(post(type, body))
        .as(body)
        .hasStatus(400)
        .bodyJson()
        .isLenientlyEqualTo(
            "{\"violations\":[{\"field\":%s,\"message\":\"%s\"}]}".formatted(quoted, message));
  }

  private MvcTestResult post(String type, String body) {
    return http.post().uri("/api/v1/log/taken").contentType(type).content(body).exchange();
  }
}
