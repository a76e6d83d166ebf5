package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.app.client.MochaClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Clients that place orders and take their steps for as long as they are not closed, wherever the
 * system is at the moment. What is not answered may or may not have happened; what is answered has.
 */
final class LiveOrders implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLIENTS = 4;

  /** Leaves the processors to the system that starts anew. */
  private static final Duration BETWEEN_ORDERS = Duration.ofMillis(50);

  private static final String[] STEPS = {"accept", "ready", "pick-up", "deliver"};

  private final List<String> merchants;
  private final AtomicReference<@Nullable URI> address = new AtomicReference<>();
  private final Map<String, Integer> answered = new ConcurrentHashMap<>();
  private final ExecutorService executor;
  private final List<Future<?>> clients = new ArrayList<>();
  private volatile boolean closed;

  LiveOrders(List<String> merchants, long seed) {
    this(merchants, seed, CLIENTS);
  }

  LiveOrders(List<String> merchants, long seed, int count) {
    this.merchants = merchants;
    this.executor = Executors.newFixedThreadPool(count);
    for (int client = 0; client < count; client++) {
      var random = new Random(seed + client);
      clients.add(executor.submit(() -> run(random)));
    }
  }

  static void register(Running mocha, List<String> merchants) throws Exception {
    var lines = new ArrayList<JsonNode>();
    for (String merchant : merchants) {
      lines.add(
          JSON.createObjectNode()
              .put("merchantId", merchant)
              .put("name", "Warung " + merchant)
              .put("timeZone", "Asia/Jakarta")
              .put("dayCutoff", "04:00")
              .put("currency", "IDR")
              .put("commissionBps", 1_500));
    }
    mocha.importLines(lines);
  }

  /** From now on the system is there; null for nowhere. */
  void at(@Nullable Running mocha) {
    address.set(mocha == null ? null : mocha.address());
  }

  /** How many events of an order were answered, by its id. */
  Map<String, Integer> answered() {
    return answered;
  }

  /** The orders of these merchants in the reports of these days; the primary must show the same. */
  static List<String> reported(Running mocha, List<String> merchants) {
    LocalDate today = LocalDate.now(ZoneId.of("Asia/Jakarta"));
    var reported = new ArrayList<String>();
    for (String merchant : merchants) {
      for (LocalDate date = today.minusDays(2); !date.isAfter(today); date = date.plusDays(1)) {
        JsonNode report = mocha.candidateReport(merchant, date);
        assertThat(report).isEqualTo(mocha.primaryReport(merchant, date));
        report.get("orders").get("items").forEach(it -> reported.add(it.get("orderId").asText()));
      }
    }
    return reported;
  }

  private void run(Random random) {
    URI known = null;
    MochaClient client = null;
    while (!closed) {
      URI now = address.get();
      if (now != null && (client == null || !now.equals(known))) {
        client = new MochaClient(now, TestIssuer.token());
        known = now;
      }
      if (now != null && client != null) {
        live(client, random);
      }
      LockSupport.parkNanos(BETWEEN_ORDERS.toNanos());
    }
  }

  private void live(MochaClient client, Random random) {
    String orderId = "live-" + Long.toUnsignedString(random.nextLong(), 36);
    ObjectNode order =
        JSON.createObjectNode()
            .put("orderId", orderId)
            .put("merchantId", merchants.get(random.nextInt(merchants.size())))
            .put("customerId", "c-1")
            .put("paymentMethod", "GOPAY")
            .put("discount", random.nextInt(100));
    order
        .putArray("lines")
        .addObject()
        .put("sku", "s")
        .put("name", "Nasi " + random.nextInt(20))
        .put("quantity", 1 + random.nextInt(3))
        .put("unitPrice", 1_000 + random.nextInt(9_000));
    try {
      client.post("/api/v1/orders", order);
      answered.put(orderId, 1);
      String path = "/api/v1/orders/" + orderId + "/";
      if (random.nextInt(8) == 0) {
        client.post(path + "cancel", JSON.createObjectNode().put("reason", "TOO_LONG"));
        answered.merge(orderId, 1, Integer::sum);
        return;
      }
      int steps = random.nextInt(STEPS.length + 1);
      for (int step = 0; step < steps; step++) {
        client.post(path + STEPS[step], JSON.createObjectNode());
        answered.merge(orderId, 1, Integer::sum);
      }
    } catch (MochaClient.Failed refused) {
      // A step may be refused for its order; the report must agree all the same.
    } catch (IOException killed) {
      // The process is gone; the next call finds it again.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the clients. */
  void end() {
    closed = true;
    executor.shutdownNow();
    executor.close();
  }

  @Override
  public void close() {
    end();
  }
}
