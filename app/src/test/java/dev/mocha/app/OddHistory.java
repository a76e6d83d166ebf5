package dev.mocha.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Months of history with everything odd in it: days of 23 and 25 hours, clocks that change at
 * midnight and by half hours, cut-offs within the change, currencies without and with three
 * decimals, orders at the very cut-off, steps that nobody recorded, refunds to the last cent, names
 * in many scripts.
 */
final class OddHistory {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Zone, cut-off, currency, commission, and the date that the month is around. */
  private static final String[][] MERCHANTS = {
    {"Asia/Jakarta", "04:00", "IDR", "2000", "2018-07-26"},
    {"America/New_York", "04:00", "USD", "1550", "2018-11-04"},
    {"America/New_York", "02:30", "USD", "0", "2018-03-11"},
    {"America/New_York", "01:30", "USD", "333", "2018-11-04"},
    {"Europe/Berlin", "00:00", "EUR", "10000", "2018-03-25"},
    {"Europe/Berlin", "03:00", "EUR", "1", "2018-10-28"},
    {"America/Sao_Paulo", "00:00", "BRL", "1750", "2018-02-18"},
    {"America/Sao_Paulo", "00:00", "BRL", "1750", "2018-11-04"},
    {"Asia/Kathmandu", "05:15", "NPR", "1234", "2018-05-05"},
    {"Australia/Lord_Howe", "02:00", "AUD", "2500", "2018-04-01"},
    {"UTC", "00:00", "JPY", "2000", "2018-12-31"},
    {"Pacific/Apia", "23:59", "KWD", "9999", "2018-01-01"}
  };

  private static final String[] NAMES = {
    "Nasi Goreng",
    "ผัดไทย",
    "كشري",
    "🍜 Ramen",
    "\uFF5Eすし",
    "Crème brûlée",
    "=1+1",
    "\"quoted\", name",
    "a",
    "b",
    "c",
    "d",
    "e",
    "f"
  };

  private static final String[] PAYMENTS = {"GOPAY", "CASH", "CARD", "現金"};
  private static final String[] STEPS = {"acceptedAt", "readyAt", "pickedUpAt", "deliveredAt"};
  private static final int ORDERS_OF_A_MERCHANT = 400;
  private static final int DAYS = 31;

  private OddHistory() {}

  static List<JsonNode> merchants() {
    var merchants = new ArrayList<JsonNode>();
    for (String[] it : MERCHANTS) {
      merchants.add(
          JSON.createObjectNode()
              .put("merchantId", "odd-" + merchants.size())
              .put("name", NAMES[merchants.size() % NAMES.length])
              .put("timeZone", it[0])
              .put("dayCutoff", it[1])
              .put("currency", it[2])
              .put("commissionBps", Integer.parseInt(it[3])));
    }
    return merchants;
  }

  static List<JsonNode> orders(long seed) {
    var random = new Random(seed);
    var orders = new ArrayList<JsonNode>();
    for (int merchant = 0; merchant < MERCHANTS.length; merchant++) {
      LocalDate first = LocalDate.parse(MERCHANTS[merchant][4]).minusDays(DAYS / 2);
      for (int i = 0; i < ORDERS_OF_A_MERCHANT; i++) {
        orders.add(order(merchant, i, placedAt(first, random), random));
      }
    }
    return orders;
  }

  /** Half of them within the three days in the middle, a third on the full half hour. */
  private static Instant placedAt(LocalDate first, Random random) {
    long days = random.nextBoolean() ? DAYS / 2 - 1 + random.nextInt(3) : random.nextInt(DAYS);
    Instant day = first.plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
    return random.nextInt(3) == 0
        ? day.plus(30L * random.nextInt(48), ChronoUnit.MINUTES)
        : day.plus(random.nextLong(86_400_000_000L), ChronoUnit.MICROS);
  }

  private static ObjectNode order(int merchant, int number, Instant placedAt, Random random) {
    ObjectNode order =
        JSON.createObjectNode()
            .put("orderId", "odd-%d-%03d".formatted(merchant, number))
            .put("orderNumber", "№ " + number % 50)
            .put("merchantId", "odd-" + merchant)
            .put("customerId", "c-" + random.nextInt(30))
            .put("paymentMethod", PAYMENTS[random.nextInt(PAYMENTS.length)])
            .put("placedAt", placedAt.toString());
    long total = 0;
    ArrayNode lines = order.putArray("lines");
    for (int i = random.nextInt(4); i >= 0; i--) {
      int quantity = 1 + random.nextInt(3);
      long price = random.nextInt(5) == 0 ? 0 : random.nextLong(1_000_000);
      lines
          .addObject()
          .put("sku", "s" + i)
          .put("name", NAMES[random.nextInt(NAMES.length)])
          .put("quantity", quantity)
          .put("unitPrice", price)
          .put("note", random.nextBoolean() ? "pedas\n🌶" : null);
      total += quantity * price;
    }
    long discount = random.nextInt(4) == 0 ? total : random.nextLong(total / 3 + 1);
    order
        .put("discount", discount)
        .put("deliveryFee", random.nextLong(50_000))
        .put("tax", random.nextLong(9_000))
        .put("note", random.nextInt(4) == 0 ? "tolong" : null);
    addSteps(order, placedAt, total - discount, random);
    return order;
  }

  private static void addSteps(ObjectNode order, Instant placedAt, long paid, Random random) {
    Instant at = placedAt;
    int last = random.nextInt(8);
    for (int step = 0; step < STEPS.length && step <= last; step++) {
      at = at.plus(random.nextLong(1_500_000_000L), ChronoUnit.MICROS);
      if (last >= STEPS.length && step < STEPS.length - 1 && random.nextInt(6) == 0) {
        continue;
      }
      if (random.nextInt(12) == 0) {
        end(order, at, random);
        return;
      }
      order.put(STEPS[step], at.toString());
    }
    if (order.has("deliveredAt") && random.nextInt(3) == 0) {
      ArrayNode refunds = order.putArray("refunds");
      long left = paid;
      while (left > 0 && refunds.size() < 3) {
        long amount = random.nextBoolean() ? left : 1 + random.nextLong(left);
        at = at.plusSeconds(random.nextInt(500_000));
        refunds.addObject().put("at", at.toString()).put("amount", amount);
        left -= amount;
      }
    }
  }

  private static void end(ObjectNode order, Instant at, Random random) {
    boolean untouched =
        !order.has("acceptedAt") && !order.has("readyAt") && !order.has("pickedUpAt");
    order.put(untouched && random.nextBoolean() ? "rejectedAt" : "cancelledAt", at.toString());
    if (order.has("cancelledAt") && random.nextBoolean()) {
      order.put("cancelledBy", "CUSTOMER");
    }
    if (random.nextBoolean()) {
      order.put("reason", NAMES[random.nextInt(NAMES.length)]);
    }
  }
}
