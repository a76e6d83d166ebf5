package dev.mocha.http.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.GenerationsInMemory;
import dev.mocha.http.HttpTest;
import dev.mocha.http.RebuildingInMemory;
import dev.mocha.http.TestApplication;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class ProgressEventsTest {

  private static final String REPORT = "/api/v1/projections/daily-report";

  /** An event, with the fields that the test reads. */
  private static final Pattern EVENT =
      Pattern.compile("event:(\\w+)\ndata:.*\"state\":\"(\\w+)\".*\"done\":(\\d+)");

  private static final int MAX_LISTENERS = 64;

  private final MockMvcTester http;
  private final GenerationsInMemory generations;

  ProgressEventsTest(MockMvcTester http, GenerationsInMemory generations) {
    this.http = http;
    this.generations = generations;
  }

  @BeforeEach
  void begin() {
    generations.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/events", "/rebuilds/report_g1/events"})
  void progress_is_sent_until_the_rebuild_ends(String path) {
    generations.add(RebuildingInMemory.VERSION, State.BUILDING);

    MvcTestResult stream = listen(path);
    awaitEvents(stream, "progress BUILDING 0");
    generations.recordProgress(
        "report_g1", new Progress(Phase.LOADING, 8, 9, 1, TestApplication.NOW));
    awaitEvents(stream, "progress BUILDING 0", "progress BUILDING 8");
    generations.become("report_g1", State.READY);
    awaitEvents(stream, "progress BUILDING 0", "progress BUILDING 8", "end READY 8");

    assertThat(stream.getResponse().getStatus()).isEqualTo(200);
    assertThat(stream.getResponse().getContentType()).isEqualTo("text/event-stream");
    assertThat(stream.getResponse().getHeader("ETag")).isNull();
  }

  @Test
  void of_a_rebuild_that_has_ended_only_the_end_is_sent() {
    generations.add(RebuildingInMemory.VERSION, State.CANCELLED);

    awaitEvents(listen("/events"), "end CANCELLED 0");
  }

  @Test
  void too_many_listeners_are_asked_to_come_later() {
    generations.add(RebuildingInMemory.VERSION, State.BUILDING);
    var served = new ArrayList<MvcTestResult>();
    for (int number = 0; number < MAX_LISTENERS; number++) {
      served.add(ask("/events"));
    }
    served.removeIf(ProgressEventsTest::isTorn);
    assertThat(served).isNotEmpty();

    assertThat(listen("/events")).hasStatus(503).hasHeader("Retry-After", "5");

    generations.become("report_g1", State.FAILED);
    served.forEach(it -> await().until(() -> events(it).contains("end FAILED 0")));
    await().until(() -> ask("/events"), it -> !isTorn(it) && it.getResponse().getStatus() == 200);
  }

  private MvcTestResult listen(String path) {
    return await().until(() -> ask(path), it -> !isTorn(it));
  }

  /**
   * An answer in memory is for one thread: where a stream is written while its request still ends,
   * the request may fail. Its listener is served all the same.
   */
  private static boolean isTorn(MvcTestResult stream) {
    return stream.getUnresolvedException() instanceof ConcurrentModificationException;
  }

  private MvcTestResult ask(String path) {
    return http.get().uri(REPORT + path).accept(MediaType.TEXT_EVENT_STREAM).asyncExchange();
  }

  private static void awaitEvents(MvcTestResult stream, String... expected) {
    await().untilAsserted(() -> assertThat(events(stream)).containsExactly(expected));
  }

  private static List<String> events(MvcTestResult stream) {
    String sent = new String(stream.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
    return EVENT
        .matcher(sent)
        .results()
        .map((MatchResult it) -> "%s %s %s".formatted(it.group(1), it.group(2), it.group(3)))
        .toList();
  }
}
