package dev.mocha.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Places live orders over HTTP, two a second, and takes each through its steps within minutes. */
public final class LiveTraffic {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration BETWEEN_ORDERS = Duration.ofMillis(500);
  private static final List<String> STEPS = List.of("accept", "ready", "pick-up", "deliver");
  private static final int MAX_STEP_SECONDS = 90;

  private final MochaClient client;
  private final int merchants;
  private final Random random;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("live-traffic").daemon().factory());

  private LiveTraffic(MochaClient client, int merchants, long seed) {
    this.client = client;
    this.merchants = merchants;
    this.random = new Random(seed);
  }

  /** Starts the traffic. It ends with the process. */
  public static void start(MochaClient client, int merchants, long seed) {
    var traffic = new LiveTraffic(client, merchants, seed);
    var _ =
        traffic.executor.scheduleWithFixedDelay(
            traffic::place, 0, BETWEEN_ORDERS.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void place() {
    int merchant = random.nextInt(merchants);
    ObjectNode order =
        JSON.createObjectNode()
            .put("orderId", "live-" + UUID.randomUUID())
            .put("merchantId", SimulatedDay.merchantId(merchant))
            .put("customerId", "c-%05d".formatted(random.nextInt(50_000)))
            .put("paymentMethod", Menu.pick(Menu.PAYMENT_METHODS, random))
            .put("deliveryFee", 900_000);
    var dish = Menu.dish(merchant, random);
    order
        .putArray("lines")
        .addObject()
        .put("sku", dish.sku())
        .put("name", dish.name())
        .put("quantity", 1 + random.nextInt(3))
        .put("unitPrice", dish.price());
    if (post("/api/v1/orders", order)) {
      perform(order.get("orderId").asText(), 0);
    }
  }

  private void perform(String orderId, int step) {
    if (step < STEPS.size()) {
      var _ =
          executor.schedule(
              () -> {
                String path = "/api/v1/orders/%s/%s".formatted(orderId, STEPS.get(step));
                if (post(path, JSON.createObjectNode())) {
                  perform(orderId, step + 1);
                }
              },
              1 + random.nextInt(MAX_STEP_SECONDS),
              TimeUnit.SECONDS);
    }
  }

  private boolean post(String path, ObjectNode body) {
    try {
      client.post(path, body);
      return true;
    } catch (IOException failed) {
      System.err.println("live traffic: " + failed.getMessage());
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
