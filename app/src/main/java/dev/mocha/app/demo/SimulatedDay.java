package dev.mocha.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A business day of an Indonesian food-delivery company, as lines of an import. Equal seeds and
 * dates give equal days.
 */
public final class SimulatedDay {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalTime CUTOFF = LocalTime.of(4, 0);
  private static final String[] ZONES = {
    "Asia/Jakarta", "Asia/Jakarta", "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
  };

  /**
   * Orders by the hour of the day, 04:00 first: a lunch peak, a higher dinner peak, a quiet night.
   */
  private static final int[] BY_HOUR = {
    2, 4, 10, 18, 22, 25, 40, 90, 120, 85, 45, 35, 40, 65, 110, 140, 120, 80, 45, 25, 12, 6, 3, 2
  };

  private final LocalDate date;
  private final long seed;
  private final int merchants;
  private final int orders;

  /**
   * @param date the business date of every merchant
   */
  public SimulatedDay(LocalDate date, long seed, int merchants, int orders) {
    this.date = date;
    this.seed = seed;
    this.merchants = merchants;
    this.orders = orders;
  }

  /** The id of a merchant. Number 0 is the busiest. */
  public static String merchantId(int number) {
    return "m-%04d".formatted(number + 1);
  }

  /** The last business date that has ended for every merchant at a moment. */
  public static LocalDate lastOver(Instant moment) {
    return moment
        .atZone(ZoneId.of("Asia/Jakarta"))
        .toLocalDateTime()
        .minusHours(CUTOFF.getHour())
        .toLocalDate()
        .minusDays(1);
  }

  /** A line for each merchant. The merchants do not depend on the date. */
  public List<String> merchants() {
    var random = new Random(seed);
    var lines = new ArrayList<String>();
    for (int number = 0; number < merchants; number++) {
      lines.add(
          JSON.createObjectNode()
              .put("merchantId", merchantId(number))
              .put("name", Menu.restaurant(random))
              .put("timeZone", ZONES[number % ZONES.length])
              .put("dayCutoff", CUTOFF.toString())
              .put("currency", "IDR")
              .put("commissionBps", 1_500 + 250 * random.nextInt(5))
              .toString());
    }
    return lines;
  }

  /** Passes on a line for each order, in no order of time. */
  public void orders(Consumer<String> lines) {
    var random = new Random(seed ^ date.toEpochDay());
    for (int number = 0; number < orders; number++) {
      lines.accept(order(number, random).toString());
    }
  }

  private ObjectNode order(int number, Random random) {
    int merchant = popular(random);
    Instant placedAt = placedAt(ZoneId.of(ZONES[merchant % ZONES.length]), random);
    ObjectNode order =
        JSON.createObjectNode()
            .put("orderId", "sim-%s-%06d".formatted(date, number))
            .put("orderNumber", "F-%04d".formatted(number % 10_000))
            .put("merchantId", merchantId(merchant))
            .put("customerId", "c-%05d".formatted(random.nextInt(50_000)))
            .put("paymentMethod", Menu.pick(Menu.PAYMENT_METHODS, random))
            .put("placedAt", placedAt.toString());
    long total = addLines(order.putArray("lines"), merchant, random);
    order
        .put("discount", random.nextInt(5) == 0 ? total / 10 : 0)
        .put("deliveryFee", 100_000L * (6 + random.nextInt(15)))
        .put("tax", total / 10)
        .put("note", random.nextInt(12) == 0 ? "tolong cepat ya 🙏" : null);
    addSteps(order, placedAt, total, random);
    return order;
  }

  private static long addLines(ArrayNode lines, int merchant, Random random) {
    long total = 0;
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      var dish = Menu.dish(merchant, random);
      int quantity = 1 + random.nextInt(random.nextInt(4) == 0 ? 5 : 2);
      lines
          .addObject()
          .put("sku", dish.sku())
          .put("name", dish.name())
          .put("quantity", quantity)
          .put("unitPrice", dish.price())
          .put("note", random.nextInt(8) == 0 ? Menu.pick(Menu.WISHES, random) : null);
      total += quantity * dish.price();
    }
    return total;
  }

  private static void addSteps(ObjectNode order, Instant placedAt, long total, Random random) {
    Instant at = placedAt.plusSeconds(15 + random.nextInt(240));
    int draw = random.nextInt(1_000);
    if (draw < 25) {
      order.put("rejectedAt", at.toString()).put("reason", Menu.pick(Menu.REJECTIONS, random));
      return;
    }
    if (draw < 40) {
      cancel(order, at, "CUSTOMER", random);
      return;
    }
    order.put("acceptedAt", at.toString());
    at = at.plus(Duration.ofSeconds(240 + random.nextInt(1_500)));
    if (draw < 60) {
      cancel(order, at, random.nextBoolean() ? "MERCHANT" : "CUSTOMER", random);
      return;
    }
    order.put("readyAt", at.toString());
    at = at.plusSeconds(30 + random.nextInt(600));
    order.put("pickedUpAt", at.toString());
    at = at.plusSeconds(300 + random.nextInt(1_800));
    if (draw < 65) {
      cancel(order, at, "DRIVER", random);
      return;
    }
    order.put("deliveredAt", at.toString());
    if (draw >= 975) {
      long paid = total - order.get("discount").asLong();
      order
          .putArray("refunds")
          .addObject()
          .put("at", at.plusSeconds(600 + random.nextInt(7_200)).toString())
          .put("amount", Math.max(1, paid / (1 + random.nextInt(4))))
          .put("reason", "MISSING_ITEM");
    }
  }

  private static void cancel(ObjectNode order, Instant at, String by, Random random) {
    order.put("cancelledAt", at.toString()).put("cancelledBy", by);
    if (random.nextInt(5) > 0) {
      order.put("reason", Menu.pick(Menu.CANCELLATIONS, random));
    }
  }

  /** A few merchants have most of the orders: the square of a uniform draw. */
  private int popular(Random random) {
    double draw = random.nextDouble();
    return (int) (draw * draw * merchants);
  }

  private Instant placedAt(ZoneId zone, Random random) {
    int draw = random.nextInt(Arrays.stream(BY_HOUR).sum());
    int hour = 0;
    while (draw >= BY_HOUR[hour]) {
      draw -= BY_HOUR[hour++];
    }
    return date.atTime(CUTOFF)
        .plusHours(hour)
        .plusNanos(random.nextInt(3_600_000) * 1_000_000L)
        .atZone(zone)
        .toInstant();
  }
}
