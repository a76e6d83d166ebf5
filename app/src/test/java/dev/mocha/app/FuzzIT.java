package dev.mocha.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Sends invalid records of many kinds between valid ones: every invalid one becomes a dead letter,
 * every valid one is in the report, and no partition stops.
 */
@ExtendWith(InProcess.class)
@Tag("faults")
class FuzzIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MERCHANT = "fuzz";
  private static final int ROUNDS = 5;

  private final Random random = new Random(20180726);
  private int number;

  /** A record about to be sent. */
  private static final class Draft {
    byte @Nullable [] key = MERCHANT.getBytes(UTF_8);
    byte @Nullable [] value;
    final Map<String, byte @Nullable []> headers;

    Draft(byte[] value, Map<String, byte @Nullable []> headers) {
      this.value = value;
      this.headers = headers;
    }
  }

  /** A way to break a record. */
  private interface Damage {
    void on(Draft draft);
  }

  @AfterEach
  void discard(Running mocha) throws Exception {
    var body = new Body("fuzz", "end of the test");
    List<String> streams = mocha.get("/api/v1/streams").get("streams").findValuesAsText("name");
    for (String stream : streams) {
      String filter = "&stream=" + stream;
      for (List<JsonNode> left = deadLetters(mocha, filter);
          !left.isEmpty();
          left = deadLetters(mocha, filter)) {
        long id = left.getFirst().get("id").asLong();
        mocha.client().post("/api/v1/dead-letters/" + id + "/discard", JSON.valueToTree(body));
      }
    }
  }

  private record Body(String by, String reason) {}

  @Test
  void every_broken_record_becomes_a_dead_letter_and_every_good_one_is_applied(
      Running mocha, ConfigurableApplicationContext context) throws Exception {
    LiveOrders.register(mocha, List.of(MERCHANT));
    mocha.awaitReports(MERCHANT);
    var broken = new TreeMap<String, String>();
    var good = new TreeSet<String>();
    try (var log = new RawLog(context)) {
      for (int round = 0; round < ROUNDS; round++) {
        for (int kind = 0; kind < damages().size(); kind++) {
          Draft draft = draft();
          damages().get(kind).on(draft);
          broken.put(offset(log.send(draft.key, draft.value, draft.headers)), "damage " + kind);
          Draft fine = draft();
          log.send(fine.key, fine.value, fine.headers);
        }
      }
    }
    for (int sent = 2; sent <= number; sent += 2) {
      good.add("fz-" + sent);
    }

    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              Set<String> parked = offsets(mocha);
              var missing = new TreeMap<>(broken);
              missing.keySet().removeAll(parked);
              assertThat(missing).isEmpty();
              assertThat(parked).isEqualTo(broken.keySet());
            });
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(reported(mocha)).isEqualTo(good));
    assertThat(mocha.get("/readyz").get("status").asText()).isEqualTo("UP");
  }

  private List<Damage> damages() {
    return List.of(
        it -> it.value = Arrays.copyOf(value(it), random.nextInt(value(it).length)),
        it -> it.value = new byte[0],
        it -> it.value = null,
        it -> it.value = bytes(1 + random.nextInt(500)),
        it -> it.value = "[".repeat(100_000).getBytes(UTF_8),
        it -> it.value = ("{\"orderId\":" + "{\"a\":".repeat(20_000)).getBytes(UTF_8),
        it -> it.value = ("\"" + "x".repeat(900_000) + "\"").getBytes(UTF_8),
        it -> it.value = "null".getBytes(UTF_8),
        it -> it.value = "[]".getBytes(UTF_8),
        it -> change(it, "note", "\0"),
        it -> change(it, "lines", List.of()),
        it -> change(it, "discount", 101),
        it -> change(it, "merchantId", "somebody-else"),
        it -> change(it, "orderId", "somebody-elses"),
        it -> change(it, "businessDate", "+999999999-12-31"),
        it -> change(it, "businessDate", "yesterday"),
        it -> change(it, "at", "2018-13-45T99:99:99Z"),
        it -> change(it, "currency", "XYZW"),
        it -> change(it, "timeZone", "Mars/Olympus"),
        it -> change(it, "discount", -1),
        it -> change(it, "discount", "1"),
        it -> change(it, "tax", 1.5),
        it -> change(it, "deliveryFee", Long.MAX_VALUE),
        it -> change(it, "lines", "none"),
        it -> change(it, "lines", null),
        it -> remove(it, random.nextBoolean() ? "customerId" : "commission"),
        it -> it.value = latin1(it),
        it -> it.key = null,
        it -> it.key = bytes(40),
        it -> it.headers.clear(),
        it -> it.headers.remove("ce_specversion"),
        it -> it.headers.remove("ce_id"),
        it -> it.headers.remove("ce_source"),
        it -> it.headers.remove("ce_type"),
        it -> it.headers.remove("ce_subject"),
        it -> it.headers.remove("ce_sequence"),
        it -> it.headers.remove("ce_time"),
        it -> it.headers.remove("ce_dataschema"),
        it -> it.headers.put("ce_type", "order-lost".getBytes(UTF_8)),
        it -> it.headers.put("ce_type", bytes(30)),
        it -> it.headers.put("ce_type", null),
        it ->
            it.headers.put("ce_dataschema", "urn:mocha:schema:order-placed:newest".getBytes(UTF_8)),
        it -> it.headers.put("ce_sequence", "-1".getBytes(UTF_8)),
        it -> it.headers.put("ce_sequence", "9999999999999999999".getBytes(UTF_8)),
        it -> it.headers.put("ce_sequence", "7".getBytes(UTF_8)),
        it -> it.headers.put("ce_time", "noon".getBytes(UTF_8)),
        it -> it.headers.put("ce_subject", new byte[] {0, -1, 0}));
  }

  private Draft draft() {
    number++;
    String orderId = "fz-" + number;
    return new Draft(
        """
        {"orderId":"%1$s","merchantId":"%2$s","businessDate":"2018-07-26",
         "at":"2018-07-26T05:12:33.123456Z","timeZone":"Asia/Jakarta","currency":"IDR",
         "orderNumber":"F-%1$s","customerId":"c-1","paymentMethod":"CASH",
         "lines":[{"sku":"ng","name":"Nasi Göreng","quantity":1,"unitPrice":100,"note":null}],
         "discount":0,"deliveryFee":0,"tax":0,"commission":0,"note":null}
        """
            .formatted(orderId, MERCHANT)
            .getBytes(UTF_8),
        new LinkedHashMap<>(RawLog.headers("order-placed", orderId, 0)));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] value(Draft draft) {
    return java.util.Objects.requireNonNull(draft.value);
  }

  private static void change(Draft draft, String field, @Nullable Object value) {
    ObjectNode data = data(draft);
    data.set(field, JSON.valueToTree(value));
    draft.value = data.toString().getBytes(UTF_8);
  }

  private static void remove(Draft draft, String field) {
    draft.value = data(draft).without(field).toString().getBytes(UTF_8);
  }

  private static ObjectNode data(Draft draft) {
    return (ObjectNode) Running.parse(new String(value(draft), UTF_8));
  }

  private static byte[] latin1(Draft draft) {
    return new String(value(draft), UTF_8).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static String offset(RecordMetadata sent) {
    return sent.partition() + "@" + sent.offset();
  }

  private static List<JsonNode> deadLetters(Running mocha, String filter) {
    var deadLetters = new ArrayList<JsonNode>();
    JsonNode page = mocha.get("/api/v1/dead-letters?limit=1000" + filter);
    page.get("items").forEach(deadLetters::add);
    return deadLetters;
  }

  private static Set<String> offsets(Running mocha) {
    var offsets = new TreeSet<String>();
    for (JsonNode it : deadLetters(mocha, "&stream=" + mocha.liveGeneration())) {
      offsets.add(it.get("partition").asInt() + "@" + it.get("offset").asLong());
    }
    return offsets;
  }

  private static Set<String> reported(Running mocha) {
    var orders = new TreeSet<String>();
    mocha
        .candidateReport(MERCHANT, java.time.LocalDate.of(2018, 7, 26))
        .get("orders")
        .get("items")
        .forEach(it -> orders.add(it.get("orderId").asText()));
    return orders;
  }
}
