package dev.mocha.http.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mocha.application.process.Role;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.GenerationsInMemory;
import dev.mocha.http.RebuildingInMemory;
import dev.mocha.http.TestApplication;
import dev.mocha.http.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;

/** On a real server, because another thread than the one of the request writes the events. */
@ActiveProfiles({Role.ORDERS, Role.CONSUMER, Role.REPORTS})
@SpringBootTest(
    classes = TestApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TestTokens.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class ProgressEventsTest {

  /** An event, with the fields that the test reads. */
  private static final Pattern EVENT =
      Pattern.compile("event:(\\w+)\ndata:.*\"state\":\"(\\w+)\".*\"done\":(\\d+)");

  private static final int MAX_LISTENERS = 64;

  private final GenerationsInMemory generations;
  private final int port;

  private final HttpClient client = HttpClient.newHttpClient();

  ProgressEventsTest(GenerationsInMemory generations, @LocalServerPort int port) {
    this.generations = generations;
    this.port = port;
  }

  /** A response and the lines of it that have come. */
  private record Listening(HttpResponse<Stream<String>> response, List<String> lines) {

    List<String> events() {
      return EVENT
          .matcher(String.join("\n", lines))
          .results()
          .map(it -> "%s %s %s".formatted(it.group(1), it.group(2), it.group(3)))
          .toList();
    }
  }

  @BeforeEach
  void begin() {
    generations.clear();
  }

  /** Also when a test has failed: closing it would wait for streams that are still open. */
  @AfterEach
  void stopClient() {
    client.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/events", "/rebuilds/report_g1/events"})
  void progress_is_sent_until_the_rebuild_ends(String path) throws Exception {
    generations.add(RebuildingInMemory.VERSION, State.BUILDING);

    Listening stream = listen(path);
    awaitEvents(stream, "progress BUILDING 0");
    generations.recordProgress(
        "report_g1", new Progress(Phase.LOADING, 8, 9, 1, TestApplication.NOW));
    awaitEvents(stream, "progress BUILDING 0", "progress BUILDING 8");
    generations.become("report_g1", State.READY);
    awaitEvents(stream, "progress BUILDING 0", "progress BUILDING 8", "end READY 8");

    assertThat(stream.response().statusCode()).isEqualTo(200);
    assertThat(stream.response().headers().firstValue("Content-Type"))
        .hasValue("text/event-stream");
    assertThat(stream.response().headers().firstValue("ETag")).isEmpty();
  }

  @Test
  void of_a_rebuild_that_has_ended_only_the_end_is_sent() throws Exception {
    generations.add(RebuildingInMemory.VERSION, State.CANCELLED);

    awaitEvents(listen("/events"), "end CANCELLED 0");
  }

  @Test
  void too_many_listeners_are_asked_to_come_later() throws Exception {
    generations.add(RebuildingInMemory.VERSION, State.BUILDING);
    var served = new ArrayList<Listening>();
    for (int number = 0; number < MAX_LISTENERS; number++) {
      served.add(
          await()
              .pollDelay(Duration.ZERO)
              .until(() -> listen("/events"), it -> it.response().statusCode() == 200));
    }

    HttpResponse<Stream<String>> refused = ask("/events");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");

    generations.become("report_g1", State.FAILED);
    served.forEach(it -> await().until(() -> it.events().contains("end FAILED 0")));
    await().until(() -> ask("/events").statusCode() == 200);
  }

  private Listening listen(String path) throws IOException, InterruptedException {
    var stream = new Listening(ask(path), new CopyOnWriteArrayList<>());
    Thread.ofVirtual().start(() -> stream.response().body().forEach(stream.lines()::add));
    return stream;
  }

  private HttpResponse<Stream<String>> ask(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:%d/api/v1/projections/daily-report%s".formatted(port, path)))
            .header("Authorization", "Bearer " + TestTokens.all())
            .header("Accept", "text/event-stream")
            .build(),
        BodyHandlers.ofLines());
  }

  private static void awaitEvents(Listening stream, String... expected) {
    await().untilAsserted(() -> assertThat(stream.events()).containsExactly(expected));
  }
}
