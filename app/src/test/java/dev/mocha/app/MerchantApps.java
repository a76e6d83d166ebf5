package dev.mocha.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Merchants' apps that request a past day, a hundred times a second, and compare every response
 * with the first one.
 */
final class MerchantApps implements AutoCloseable {

  private static final int APPS = 10;
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private final ScheduledExecutorService apps = Executors.newScheduledThreadPool(APPS);
  private final Map<String, JsonNode> expected = new HashMap<>();
  private final AtomicInteger responses = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  MerchantApps(Running main, List<String> merchants, LocalDate date) {
    var client = new MochaClient(main.address(), TestIssuer.token());
    for (String merchant : merchants) {
      expected.put(merchant, fetch(client, merchant, date));
    }
    for (int app = 0; app < APPS; app++) {
      String merchant = merchants.get(app % merchants.size());
      var _ =
          apps.scheduleAtFixedRate(
              () -> compare(client, merchant, date),
              app * BETWEEN.toMillis() / APPS,
              BETWEEN.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private void compare(MochaClient client, String merchant, LocalDate date) {
    try {
      JsonNode report = fetch(client, merchant, date);
      if (report.equals(expected.get(merchant))) {
        responses.incrementAndGet();
      } else {
        failures.add(merchant + " got " + report);
      }
    } catch (RuntimeException failed) {
      if (!apps.isShutdown()) {
        failures.add(merchant + " got " + failed);
      }
    }
  }

  private static JsonNode fetch(MochaClient client, String merchant, LocalDate date) {
    try {
      var report =
          (ObjectNode)
              client.get("/api/v1/merchants/%s/order-report?date=%s".formatted(merchant, date));
      return report.without(List.of("completeTo", "final"));
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** The number of right responses. */
  int responses() {
    return responses.get();
  }

  /** Requests that failed, and wrong responses. */
  Queue<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    apps.shutdownNow();
    apps.close();
  }
}
