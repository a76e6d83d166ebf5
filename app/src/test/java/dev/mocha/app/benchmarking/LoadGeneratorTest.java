package dev.mocha.app.benchmarking;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mocha.app.benchmarking.LoadGenerator.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {

  private static final Duration STALL = Duration.ofMillis(400);

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger number = new AtomicInteger();
  private HttpServer server;

  /** The first request stalls, every fifth fails, every seventh has no response. */
  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/prefix/",
        exchange -> {
          int mine = number.getAndIncrement();
          requests.add(
              "%s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.getRequestBody().readAllBytes();
          if (mine == 0) {
            LockSupport.parkNanos(STALL.toNanos());
          }
          if (mine % 7 == 6) {
            exchange.close();
            return;
          }
          byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(mine % 5 == 4 ? 500 : 200, mine % 2 == 0 ? 0 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private LoadGenerator load(int connections) {
    return new LoadGenerator(
        URI.create("http://localhost:%d/prefix".formatted(server.getAddress().getPort())),
        "secret",
        connections);
  }

  @Test
  void requests_behind_a_stall_have_its_latency_and_failures_are_counted() {
    Outcome outcome = load(1).open(20, Duration.ofSeconds(2), (it, _) -> it.get("/reports?x=1"));

    assertThat(requests).hasSize(40).containsOnly("GET /prefix/reports?x=1 Bearer secret");
    assertThat(outcome.failed()).isEqualTo(12); // 4, 6, 9, 13, 14, 19, 20, 24, 27, 29, 34, 39
    assertThat(outcome.latencies().getTotalCount()).isEqualTo(28);
    assertThat(outcome.latencies().getMaxValue()).isGreaterThanOrEqualTo(STALL.toNanos() * 9 / 10);
    // The seven that were due during the stall waited 350 ms, 300 ms and so on.
    assertThat(outcome.latencies().getCountBetweenValues(75_000_000, STALL.toNanos() * 2))
        .isGreaterThanOrEqualTo(4);
  }

  @Test
  void a_closed_loop_waits_for_each_response() {
    Outcome outcome = load(2).closed(STALL, (it, _) -> it.post("/orders", new byte[] {'{', '}'}));

    assertThat(requests).containsOnly("POST /prefix/orders Bearer secret");
    assertThat(outcome.latencies().getTotalCount() + outcome.failed()).isEqualTo(requests.size());
    assertThat(outcome.perSecond())
        .isEqualTo(outcome.latencies().getTotalCount() / outcome.seconds());
  }
}
