package dev.mocha.http.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetter.Header;
import dev.mocha.application.streaming.DeadLetterSequence;
import dev.mocha.application.streaming.DeadLetters.Stored;
import dev.mocha.http.DeadLettersInMemory;
import dev.mocha.http.DeadLettersInMemory.Change;
import dev.mocha.http.HttpTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class DeadLetterControllerTest {

  private static final String PATH = "/api/v1/dead-letters";
  private static final String REQUEST = "{\"by\":\"ops\",\"reason\":\"mended\",\"dryRun\":true}";

  private static final String SUMMARY =
      """
      "id":7,"stream":"listed","topic":"orders","partition":3,"offset":42,
      "recordedAt":"2018-07-26T05:00:00Z","parkedAt":"2018-07-26T05:00:01Z","sequence":"o-1",
      "waits":false,"attempts":2,"reason":"no good","failure":"SomeException",
      "key":{"base64":"bS0x","text":"m-1"}
      """;

  private final MockMvcTester http;
  private final DeadLettersInMemory deadLetters;

  DeadLetterControllerTest(MockMvcTester http, DeadLettersInMemory deadLetters) {
    this.http = http;
    this.deadLetters = deadLetters;
  }

  @Test
  void dead_letters_are_listed_by_page_and_shown_in_full() {
    deadLetters.add(deadLetter(7, "listed"));
    deadLetters.add(deadLetter(8, "listed"));

    assertThat(http.get().uri(PATH + "?stream=listed&limit=1"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo("{\"items\":[{" + SUMMARY + "}],\"next\":7}");
    assertThat(http.get().uri(PATH + "?stream=listed&after=8"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo("{\"items\":[],\"next\":null}");
    assertThat(http.get().uri(PATH + "/7"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {%s,"value":{"base64":"/w==","text":null},
             "headers":[{"name":"ce_type","value":{"base64":"eA==","text":"x"}},
                        {"name":"empty","value":null}]}
            """
                .formatted(SUMMARY));
  }

  @Test
  void a_dead_letter_is_retried_and_discarded_with_name_and_reason() {
    deadLetters.add(deadLetter(17, "settled"));

    assertThat(post(PATH + "/17/retry", REQUEST))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"dryRun":true,"outcomes":[{"id":17,"topic":"orders","partition":3,"offset":42,
              "result":"FAILED","detail":"still no good"}]}
            """);
    assertThat(post(PATH + "/retry?stream=settled", REQUEST))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.outcomes[0].id")
        .isEqualTo(17);
    assertThat(post(PATH + "/17/discard", REQUEST))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.outcomes[0].result")
        .isEqualTo("DISCARDED");
    assertThat(deadLetters.changes())
        .containsOnly(new Change(new RequestedBy("ops", "mended"), true))
        .hasSize(3);
  }

  @Test
  void a_request_without_name_or_reason_is_rejected() {
    deadLetters.add(deadLetter(27, "rejected"));
    int before = deadLetters.changes().size();

    assertThat(post(PATH + "/27/discard", "{\"by\":\" \"}"))
        .hasStatus(400)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.violations[*].field")
        .asArray()
        .containsExactly("by", "reason");
    assertThat(deadLetters.changes()).hasSize(before);
  }

  @Test
  void an_unknown_dead_letter_is_not_found() {
    assertThat(http.get().uri(PATH + "/99")).hasStatus(404);
    assertThat(post(PATH + "/99/retry", REQUEST)).hasStatus(404);
    assertThat(post(PATH + "/99/discard", REQUEST)).hasStatus(404);
    assertThat(http.get().uri(PATH + "/x")).hasStatus(400);
    assertThat(http.get().uri(PATH + "?limit=1001")).hasStatus(400);
  }

  @Test
  void a_dead_letter_of_a_stream_of_another_process_is_not_redelivered() {
    deadLetters.add(deadLetter(37, "elsewhere"));

    assertThat(post(PATH + "/37/retry", REQUEST)).hasStatus(409);
  }

  private MvcTestResult post(String path, String body) {
    return http.post().uri(path).contentType(MediaType.APPLICATION_JSON).content(body).exchange();
  }

  private static Stored deadLetter(long id, String stream) {
    return new Stored(
        id,
        stream,
        new DeadLetter(
            new LogPartition("orders", 3),
            42,
            Instant.parse("2018-07-26T05:00:00Z"),
            "m-1".getBytes(StandardCharsets.UTF_8),
            new byte[] {-1},
            List.of(new Header("ce_type", new byte[] {'x'}), new Header("empty", null)),
            new DeadLetterSequence("orders", "o-1"),
            "no good",
            "SomeException",
            false,
            null),
        Instant.parse("2018-07-26T05:00:01Z"),
        2);
  }
}
