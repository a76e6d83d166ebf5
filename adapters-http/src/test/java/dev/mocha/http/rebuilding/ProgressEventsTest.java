package dev.mocha.http.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.GenerationsInMemory;
import dev.mocha.http.HttpServerTest;
import dev.mocha.http.RebuildingInMemory;
import dev.mocha.http.TestApplication;
import dev.mocha.http.TestTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@HttpServerTest
class ProgressEventsTest {

  private static final String REPORT = "/api/v1/projections/daily-report";

  /** An event's fields that the test reads. */
  private static final Pattern DATA =
      Pattern.compile("data:.*\"state\":\"(\\w+)\".*\"done\":(\\d+).*");

  private static final int MAX_LISTENERS = 64;

  private final GenerationsInMemory generations;
  private final int port;

  @AutoClose private final HttpClient client = HttpClient.newHttpClient();

  ProgressEventsTest(GenerationsInMemory generations, @LocalServerPort int port) {
    this.generations = generations;
    this.port = port;
  }

  /** A listener, with the events that it has received. */
  private static final class Listener {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final HttpResponse<Stream<String>> response;
    private final CompletableFuture<Void> reading;
    private String event = "";

    private Listener(HttpResponse<Stream<String>> response) {
      this.response = response;
      this.reading =
          CompletableFuture.runAsync(
              () -> response.body().forEach(this::read), Thread::startVirtualThread);
    }

    private void read(String line) {
      Matcher data = DATA.matcher(line);
      if (line.startsWith("event:")) {
        event = line.substring("event:".length());
      } else if (data.matches()) {
        events.add("%s %s %s".formatted(event, data.group(1), data.group(2)));
      }
    }

    private void awaitEvents(String... expected) {
      await().untilAsserted(() -> assertThat(events).containsExactly(expected));
    }
  }

  @BeforeEach
  void begin() {
    generations.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/events", "/rebuilds/report_g1/events"})
  void progress_is_sent_until_the_rebuild_ends(String path) throws Exception {
    generations.add(RebuildingInMemory.VERSION, State.BUILDING);

    Listener listener = listen(path);
    listener.awaitEvents("progress BUILDING 0");
    generations.recordProgress(
        "report_g1", new Progress(Phase.LOADING, 8, 9, 1, TestApplication.NOW));
    listener.awaitEvents("progress BUILDING 0", "progress BUILDING 8");
    generations.become("report_g1", State.READY);
    listener.awaitEvents("progress BUILDING 0", "progress BUILDING 8", "end READY 8");

    listener.reading.join();
    assertThat(listener.response.statusCode()).isEqualTo(200);
    assertThat(listener.response.headers().firstValue("Content-Type"))
        .contains("text/event-stream");
    assertThat(listener.response.headers().firstValue("ETag")).isEmpty();
  }

  @Test
  void of_a_rebuild_that_has_ended_only_the_end_is_sent() throws Exception {
    generations.add(RebuildingInMemory.VERSION, State.CANCELLED);

    Listener listener = listen("/events");

    listener.reading.join();
    assertThat(listener.events).containsExactly("end CANCELLED 0");
  }

  @Test
  void too_many_listeners_are_asked_to_come_later() throws Exception {
    generations.add(RebuildingInMemory.VERSION, State.BUILDING);
    var listeners = new ArrayList<Listener>();
    for (int number = 0; number < MAX_LISTENERS; number++) {
      listeners.add(listen("/events"));
    }
    assertThat(listeners).allMatch(it -> it.response.statusCode() == 200);

    Listener tooMany = listen("/events");
    assertThat(tooMany.response.statusCode()).isEqualTo(503);
    assertThat(tooMany.response.headers().firstValue("Retry-After")).contains("5");

    generations.become("report_g1", State.FAILED);
    listeners.forEach(it -> await().until(() -> it.events.contains("end FAILED 0")));
    await().until(() -> listen("/events").response.statusCode() == 200);
  }

  private Listener listen(String path) throws Exception {
    return new Listener(
        client.send(
            HttpRequest.newBuilder(
                    URI.create("http://localhost:%d%s%s".formatted(port, REPORT, path)))
                .header("Authorization", "Bearer " + TestTokens.all())
                .header("Accept", "text/event-stream")
                .build(),
            BodyHandlers.ofLines()));
  }
}
