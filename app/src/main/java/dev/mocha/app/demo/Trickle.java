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

/** Live orders over HTTP, a few a second, each of which goes its way within some minutes. */
public final class Trickle {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration BETWEEN_ORDERS = Duration.ofMillis(500);
  private static final List<String> WAY = List.of("accept", "ready", "pick-up", "deliver");
  private static final int LONGEST_STEP_SECONDS = 90;

  private final MochaClient client;
  private final int merchants;
  private final Random random;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("trickle").daemon().factory());

  private Trickle(MochaClient client, int merchants, long seed) {
    this.client = client;
    this.merchants = merchants;
    this.random = new Random(seed);
  }

  /** Starts, and goes on as long as the process does. */
  public static void start(MochaClient client, int merchants, long seed) {
    var trickle = new Trickle(client, merchants, seed);
    var _ =
        trickle.executor.scheduleWithFixedDelay(
            trickle::place, 0, BETWEEN_ORDERS.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void place() {
    int merchant = random.nextInt(merchants);
    ObjectNode order =
        JSON.createObjectNode()
            .put("orderId", "live-" + UUID.randomUUID())
            .put("merchantId", SimulatedDay.merchantId(merchant))
            .put("customerId", "c-%05d".formatted(random.nextInt(50_000)))
            .put("paymentMethod", Menu.paymentMethod(random))
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
      goOn(order.get("orderId").asText(), 0);
    }
  }

  private void goOn(String orderId, int step) {
    if (step < WAY.size()) {
      var _ =
          executor.schedule(
              () -> {
                String path = "/api/v1/orders/%s/%s".formatted(orderId, WAY.get(step));
                if (post(path, JSON.createObjectNode())) {
                  goOn(orderId, step + 1);
                }
              },
              1 + random.nextInt(LONGEST_STEP_SECONDS),
              TimeUnit.SECONDS);
    }
  }

  private boolean post(String path, ObjectNode body) {
    try {
      client.post(path, body);
      return true;
    } catch (IOException failed) {
      System.err.println("trickle: " + failed.getMessage());
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
